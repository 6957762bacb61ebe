package io.github.camelonomondo.rest;

import static io.github.camelonomondo.rest.RestClient.json;
import static io.github.camelonomondo.rest.RestClient.mediaType;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.support.KafkaBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@RestTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandRequestsTest {

    private static final String TOPIC = "onomondo.sim.commands";
    private static final KafkaBroker BROKER = SharedBroker.BROKER;

    private RestClient client;

    @BeforeEach
    void begin(@LocalServerPort int port) {
        client = new RestClient(port);
    }

    @Test
    void writesOneCommandUnderItsOwnId() {
        var before = records().size();

        var response = client.send(
                "POST", "/commands", "{\"id\":\"c-1\",\"type\":\"relabel\",\"sim\":\"000279139\",\"label\":\"Pümpe\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(mediaType(response)).isEqualTo("application/json");
        assertThat(response.body()).isEqualTo("{\"ids\":[\"c-1\"]}");
        var record = records().get(before);
        assertThat(record.key()).isEqualTo("000279139");
        assertThat(record.value())
                .isEqualTo("{\"id\":\"c-1\",\"type\":\"relabel\",\"sim\":\"000279139\",\"label\":\"Pümpe\"}");
    }

    @Test
    void givesAnIdToACommandWithoutOne() {
        var before = records().size();

        var response = client.send("POST", "/commands", "[{\"type\":\"activate\",\"sim\":\"000000001\"}]");

        var id = json(response).path("ids").get(0).asText();
        assertThat(UUID.fromString(id)).hasToString(id);
        assertThat(records().get(before).value()).contains("\"id\":\"" + id + "\"");
    }

    @Test
    void writesAListInItsOrder() {
        var before = records().size();
        var body = IntStream.range(0, 500)
                .mapToObj("{\"id\":\"n-%d\",\"type\":\"activate\",\"sim\":\"000000005\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));

        var response = client.send("POST", "/commands", body);

        assertThat(json(response).path("ids")).hasSize(500);
        var written = records();
        assertThat(written.subList(before, written.size()))
                .extracting(record -> record.value().replaceAll(".*\"id\":\"(n-[0-9]+)\".*", "$1"))
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(i -> "n-" + i).toList());
    }

    @Test
    void letsNoHeaderOfTheCallerChooseWhereARecordGoes() {
        var before = records().size();

        var response = client.send(client.to("/commands?kafka.KEY=evil&kafka.OVERRIDE_TOPIC=evil")
                .method("POST", BodyPublishers.ofString("{\"type\":\"activate\",\"sim\":\"000000001\"}"))
                .setHeader("Content-Type", "application/json")
                .setHeader("kafka.OVERRIDE_TOPIC", "evil")
                .setHeader("kafka.KEY", "evil")
                .setHeader("kafka.PARTITION_KEY", "7")
                .setHeader("CamelKafkaOverrideTopic", "evil")
                .setHeader("ce_type", "evil")
                .setHeader("X-Anything", "evil")
                .setHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        assertThat(response.statusCode()).isEqualTo(202);
        var record = records().get(before);
        assertThat(record.key()).isEqualTo("000000001");
        assertThat(headers(record))
                .containsOnlyKeys(
                        "ce_specversion",
                        "ce_id",
                        "ce_type",
                        "ce_source",
                        "ce_subject",
                        "ce_time",
                        "content-type",
                        "traceparent")
                .containsEntry("ce_type", "com.onomondo.sim.activate.v1")
                .containsEntry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    @Test
    void writesEachCommandAsACloudEventOfItsOwn() {
        var before = records().size();

        client.send("POST", "/commands", """
                [{"id":"on","type":"activate","sim":"000000001"},
                 {"id":"named","type":"relabel","label":"x","sim":"8945738730002791390"}]
                """);

        var written = records();
        assertThat(written.subList(before, written.size()))
                .extracting(CommandRequestsTest::headers)
                .extracting(
                        of -> Stream.of("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_subject", "content-type")
                                .map(of::get)
                                .toList())
                .containsExactlyInAnyOrder(
                        List.of(
                                "1.0",
                                "on",
                                "com.onomondo.sim.activate.v1",
                                "/camel-onomondo",
                                "000000001",
                                "application/json"),
                        List.of(
                                "1.0",
                                "named",
                                "com.onomondo.sim.relabel.v1",
                                "/camel-onomondo",
                                "8945738730002791390",
                                "application/json"));
    }

    @Test
    void writesNothingIfOneCommandIsInvalidAndListsAllThatAre() {
        var before = records().size();

        var response = client.send("POST", "/commands", """
                [{"type":"activate","sim":"000000001"}, {"type":"explode","sim":"000000001"}, 7,
                 {"type":"relabel","sim":"000000001"}, {"type":"activate"}]
                """);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(mediaType(response)).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(json(response).path("error").asText()).isEqualTo("command_invalid");
        assertThat(json(response).path("commands"))
                .extracting(c -> c.path("index").asInt() + " " + c.path("code").asText())
                .containsExactly("1 unknown-type", "2 not-an-object", "3 missing-property", "4 missing-sim");
        assertThat(records()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                                  | body_invalid
            nonsense                                                            | body_invalid
            7                                                                   | command_invalid
            {}                                                                  | command_invalid
            {"id":7,"type":"activate","sim":"000000001"}                        | command_invalid
            {"id":null,"type":"activate","sim":"000000001"}                     | command_invalid
            {"type":"activate","sim":"1"}                                       | command_invalid
            """)
    void refusesWhatIsNoCommand(String body, String error) {
        var response = client.send("POST", "/commands", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("error").asText()).isEqualTo(error);
    }

    @Test
    void refusesACommandOfMoreThanARecordMayHold() {
        var frame = "{\"id\":\"c\",\"type\":\"relabel\",\"sim\":\"000000001\",\"label\":\"\"}";
        // It fits by itself, and its key and its headers would be too much.
        var large = frame.replace("\"\"", "\"" + "x".repeat(256 * 1024 - frame.length()) + "\"");

        var response = client.send("POST", "/commands", "[" + large + "]");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("commands").get(0).path("code").asText()).isEqualTo("too-large");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void saysThatKafkaIsAway() {
        BROKER.stop();
        try {
            var response = client.send("POST", "/commands", "{\"type\":\"activate\",\"sim\":\"000000001\"}");

            assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
            assertThat(json(response).path("error").asText()).isEqualTo("kafka_unavailable");
        } finally {
            BROKER.start();
        }
        assertThat(client.send("POST", "/commands", "{\"type\":\"activate\",\"sim\":\"000000001\"}")
                        .statusCode())
                .isEqualTo(202);
    }

    private static List<ConsumerRecord<String, String>> records() {
        var settings = Map.<String, Object>of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BROKER.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            var records = new ArrayList<ConsumerRecord<String, String>>();
            while (records.size() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            records.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
            return records;
        }
    }

    private static Map<String, String> headers(ConsumerRecord<?, ?> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .collect(Collectors.toMap(header -> header.key(), header -> new String(header.value(), UTF_8)));
    }
}
