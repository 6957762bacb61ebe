package io.github.camelonomondo.commands;

import static io.github.camelonomondo.commands.Surroundings.API;
import static io.github.camelonomondo.commands.Surroundings.sim;
import static io.github.camelonomondo.commands.Surroundings.sims;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.commands.Desk.Sent;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.SimTag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in on Kafka, updates at the API, results back on Kafka. */
@CommandsTest
class CommandsFromKafkaTest {
    private static final String SUPPLIER = "a5023f47-1db8-425e-b664-dc0b8921f644";
    private static final String PRODUCT_A = "aef0c9c8-f6d5-4e93-a330-1f59d5093d92";

    private Desk desk;

    @BeforeEach
    void calm() {
        desk = new Desk();
        API.recover();
        API.calls().clear();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    // What each type does

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'activate'}|activated|true",
                "{'type':'deactivate'}|activated|false",
                "{'type':'relabel','label':'Pümpe 17 ☃'}|label|\"'Pümpe 17 ☃'\"",
                "{'type':'relabel','label':null}|label|null",
                "{'type':'set-network-whitelist','network_whitelist':'Nordic'}|network_whitelist|\"'Nordic'\"",
                "{'type':'set-network-whitelist','network_whitelist':null}|network_whitelist|null",
                "{'type':'set-connector','connector':'mqtt'}|connector|\"'mqtt'\"",
                "{'type':'set-connector','connector':null}|connector|null",
                "{'type':'set-imei-lock','imei_lock':'861340000000017'}|imei_lock|\"'861340000000017'\"",
                "{'type':'update','set':{'label':'both','activated':true}}|label|\"'both'\"",
            })
    void appliesEachType(String command, String property, String value) {
        String sim = sim();

        Sent sent = desk.send(sim, command);

        JsonNode result = sent.result();
        assertThat(result.path("status").asText()).as(result.toString()).isEqualTo("SUCCEEDED");
        assertThat(API.fleet().sim(sim).get(property)).hasToString(value.replace('\'', '"'));
        assertThat(result.path("applied").get(property)).hasToString(value.replace('\'', '"'));
        assertThat(result.path("sim").asText()).isEqualTo(sim);
        assertThat(result.path("attempts").asInt()).isEqualTo(1);
        assertThat(result.path("call").path("size").asInt()).isEqualTo(1);
        assertThat(result.path("call").path("status").asInt()).isEqualTo(200);
    }

    @Test
    void setsADataLimit() {
        String sim = sim();

        Sent sent = desk.send(
                sim, "{'type':'set-data-limit','data_limit':{'total':7000000,'type':'hourly','alert_threshold':50}}");

        assertThat(sent.status()).isEqualTo("SUCCEEDED");
        assertThat(API.fleet().sim(sim).at("/data_limit/total").asInt()).isEqualTo(7_000_000);
        assertThat(sent.result().at("/applied/data_limit/type").asText()).isEqualTo("hourly");
    }

    @Test
    void replacesTagsByIdsAndNames() {
        String sim = sim();

        Sent sent = desk.send(sim, "{'type':'set-tags','tags':['" + PRODUCT_A + "','Supplier']}");

        assertThat(sent.status()).isEqualTo("SUCCEEDED");
        assertThat(API.fleet().tags(sim)).containsExactlyInAnyOrder(PRODUCT_A, SUPPLIER);
    }

    @Test
    void addsAndRemovesTagsAndLeavesTheOthers() {
        String sim = sim();
        API.fleet().change(sim, "tags", List.of(SUPPLIER));

        assertThat(desk.send(sim, "{'type':'tag','tag':'Product A'}").status()).isEqualTo("SUCCEEDED");
        assertThat(API.fleet().tags(sim)).containsExactlyInAnyOrder(PRODUCT_A, SUPPLIER);
        assertThat(desk.send(sim, "{'type':'untag','tags':['Supplier']}").status())
                .isEqualTo("SUCCEEDED");
        assertThat(API.fleet().tags(sim)).containsExactly(PRODUCT_A);
    }

    @Test
    void addsNoTagThatIsThereAlready() {
        String sim = sim();
        API.fleet().change(sim, "tags", List.of(SUPPLIER));

        Sent there = desk.send(sim, "{'type':'tag','tag':'Supplier'}");
        Sent missing = desk.send(sim, "{'type':'untag','tag':'Product A'}");

        assertThat(there.status()).isEqualTo("NOOP");
        assertThat(missing.status()).isEqualTo("NOOP");
        assertThat(there.result().has("applied")).isFalse();
        assertThat(API.calls().bulks()).isEmpty();
    }

    @Test
    void knowsATagThatIsNewerThanTheConnector() {
        String sim = sim();
        String id = UUID.randomUUID().toString();
        API.fleet().catalogue().add(new SimTag(id, "Brand new " + id, null));

        assertThat(desk.send(sim, "{'type':'tag','tag':'Brand new " + id + "'}").status())
                .isEqualTo("SUCCEEDED");
        assertThat(API.fleet().tags(sim)).contains(id);
    }

    // Whom

    @Test
    void takesIccids() {
        String sim = sim();
        String iccid = API.fleet().iccid(sim);

        Sent whole = desk.send(null, "{'type':'relabel','label':'a','sim':'" + iccid + "'}");
        assertThat(whole.status()).isEqualTo("SUCCEEDED");
        Sent withoutCheckDigit = desk.send(iccid.substring(0, 19), "{'type':'relabel','label':'b'}");
        assertThat(withoutCheckDigit.status()).isEqualTo("SUCCEEDED");

        assertThat(API.fleet().label(sim)).isEqualTo("b");
        assertThat(whole.result().path("sim").asText()).isEqualTo(sim);
        assertThat(whole.record().key()).isEqualTo(sim.getBytes(UTF_8));
        assertThat(API.calls().bulks())
                .allSatisfy(bulk -> assertThat(bulk.sims()).containsExactly(sim));
    }

    @Test
    void resolvesManyIccidsByPages() {
        List<String> sims = sims(40);
        List<String> iccids = sims.stream().map(API.fleet()::iccid).toList();

        List<Sent> sent = desk.sendAll(
                iccids, iccids.stream().map(i -> "{'type':'activate'}").toList());

        sent.forEach(command -> assertThat(command.status()).isEqualTo("SUCCEEDED"));
        assertThat(API.calls().count(Call::isRead)).isLessThanOrEqualTo(10);
    }

    @Test
    void letsTheCommandWinOverTheKey() {
        List<String> sims = sims(2);

        Sent sent = desk.send(sims.get(0), "{'type':'relabel','label':'mine','sim':'" + sims.get(1) + "'}");

        assertThat(sent.result().path("sim").asText()).isEqualTo(sims.get(1));
        assertThat(sent.record().key()).isEqualTo(sims.get(1).getBytes(UTF_8));
        assertThat(API.fleet().label(sims.get(1))).isEqualTo("mine");
        assertThat(API.fleet().label(sims.get(0))).isNotEqualTo("mine");
    }

    @Test
    void failsTheCommandOfASimThatDoesNotExist() {
        Sent byId = desk.send("999999999", "{'id':'gone','type':'activate'}");
        Sent byIccid = desk.send(null, "{'type':'activate','sim':'8945730000999999999'}");

        for (Sent sent : List.of(byId, byIccid)) {
            assertThat(sent.status()).isEqualTo("FAILED");
            assertThat(sent.result().at("/error/apiError").asText()).isEqualTo("sim_not_found");
            assertThat(sent.result().at("/error/code").asText()).isEqualTo("sim-not-found");
            await().atMost(Desk.PATIENCE).until(() -> !sent.deadLetters().isEmpty());
        }
    }

    // What its result is like

    @Test
    void givesAResultAllHeadersAndCorrelationBack() {
        String sim = sim();
        byte[] correlation = {0, -1, 17, 34, 0};
        var command = Desk.record(sim, "{\"id\":\"c-4711\",\"type\":\"relabel\",\"label\":\"x\"}");
        command.headers()
                .add("kafka_correlationId", correlation)
                .add("ce_correlationid", "order-8".getBytes(UTF_8))
                .add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes(UTF_8))
                .add("something", "else".getBytes(UTF_8));
        Instant before = Instant.now();

        Sent sent = desk.send(command);

        ConsumerRecord<byte[], byte[]> record = sent.record();
        assertThat(record.key()).isEqualTo(sim.getBytes(UTF_8));
        assertThat(Desk.header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(Desk.header(record, "ce_id")).isEqualTo(sent.place());
        assertThat(Desk.header(record, "ce_type")).isEqualTo("com.onomondo.sim.command.completed.v1");
        assertThat(Desk.header(record, "ce_source")).isNotBlank();
        assertThat(Desk.header(record, "ce_subject")).isEqualTo(sim);
        assertThat(Instant.parse(Desk.header(record, "ce_time"))).isAfterOrEqualTo(before);
        assertThat(Desk.header(record, "content-type")).isEqualTo("application/json");
        assertThat(Desk.header(record, "correlation-id")).isEqualTo("c-4711");
        assertThat(record.headers().lastHeader("kafka_correlationId").value()).isEqualTo(correlation);
        assertThat(Desk.header(record, "ce_correlationid")).isEqualTo("order-8");
        assertThat(Desk.header(record, "traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c");
        JsonNode result = sent.result();
        assertThat(result.at("/command/id").asText()).isEqualTo("c-4711");
        assertThat(result.at("/command/type").asText()).isEqualTo("relabel");
        assertThat(Instant.parse(result.path("receivedAt").asText())).isAfterOrEqualTo(before);
        assertThat(Instant.parse(result.path("completedAt").asText()))
                .isAfterOrEqualTo(Instant.parse(result.path("receivedAt").asText()));
    }

    @Test
    void namesACommandWithoutIdByItsPlace() {
        Sent sent = desk.send(sim(), "{'type':'activate'}");

        assertThat(sent.result().at("/command/id").asText()).isEqualTo(sent.place());
        assertThat(Desk.header(sent.record(), "correlation-id")).isEqualTo(sent.place());
    }

    @Test
    void takesCloudEvents() {
        List<String> sims = sims(2);
        var binary = Desk.record(null, "{\"label\":\"binary\"}");
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "e-1",
                        "ce_source", "/crm",
                        "ce_type", "com.onomondo.sim.relabel.v1",
                        "ce_subject", sims.get(0))
                .forEach((name, value) -> binary.headers().add(name, value.getBytes(UTF_8)));
        var structured = Desk.record(
                null,
                "{\"specversion\":\"1.0\",\"id\":\"e-2\",\"source\":\"/crm\",\"type\":\"com.onomondo.sim.relabel.v1\","
                        + "\"subject\":\"" + sims.get(1) + "\",\"data\":{\"label\":\"structured\"}}");
        structured.headers().add("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(UTF_8));

        assertThat(desk.send(binary).result().at("/command/id").asText()).isEqualTo("e-1");
        assertThat(desk.send(structured).result().at("/command/id").asText()).isEqualTo("e-2");

        assertThat(API.fleet().label(sims.get(0))).isEqualTo("binary");
        assertThat(API.fleet().label(sims.get(1))).isEqualTo("structured");
    }

    @Test
    void sendsNothingThatCameTooLate() {
        String sim = sim();

        Sent sent = desk.send(sim, "{'type':'relabel','label':'late','expires':'2020-01-01T00:00:00Z'}");

        assertThat(sent.status()).isEqualTo("EXPIRED");
        assertThat(API.calls().updatesOf(sim)).isEmpty();
        assertThat(sent.deadLetters()).isEmpty();
    }

    @Test
    void finishesACommandWithinASecond() {
        desk.send(sim(), "{'type':'activate'}").record();
        var took = new ArrayList<Duration>();
        for (int i = 0; i < 5; i++) {
            long from = System.nanoTime();
            Sent sent = desk.send(sim(), "{'type':'activate'}");
            await().pollInterval(Duration.ofMillis(5)).atMost(Desk.PATIENCE).until(sent::hasResult);
            took.add(Duration.ofNanos(System.nanoTime() - from));
        }

        assertThat(took)
                .as("the best of five, whatever else this machine does")
                .anyMatch(time -> time.toMillis() < 1000);
    }

    @Test
    void makesFewAndFullCallsOfManyCommands() {
        List<String> sims = sims(100);
        List<String> keys = Stream.concat(sims.stream(), sims.stream()).toList();
        List<String> commands = IntStream.range(0, 200)
                .mapToObj(i -> i < 100 ? "{'type':'relabel','label':'first'}" : "{'type':'relabel','label':'second'}")
                .toList();

        List<Sent> sent = desk.sendAll(keys, commands);

        sent.forEach(Sent::record);
        assertThat(sent.subList(100, 200))
                .allSatisfy(last -> assertThat(last.status()).isEqualTo("SUCCEEDED"));
        assertThat(sent.subList(0, 100))
                .allSatisfy(first -> assertThat(first.status()).isIn("SUPERSEDED", "SUCCEEDED"));
        assertThat(sims).allSatisfy(sim -> assertThat(API.fleet().label(sim)).isEqualTo("second"));
        assertThat(API.calls().bulkCount()).isLessThanOrEqualTo(15);
        assertThat(API.calls().bulks())
                .allSatisfy(bulk ->
                        assertThat(bulk.sims()).hasSizeLessThanOrEqualTo(20).doesNotHaveDuplicates());
    }

    @Test
    void keepsTheOrderOfEachSim() {
        List<String> sims = sims(5);
        var keys = new ArrayList<String>();
        var commands = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            for (String sim : sims) {
                keys.add(sim);
                commands.add("{'type':'relabel','label':'" + i + "','coalesce':false}");
            }
        }

        desk.sendAll(keys, commands).forEach(sent -> assertThat(sent.status()).isEqualTo("SUCCEEDED"));

        for (String sim : sims) {
            assertThat(API.calls().updatesOf(sim))
                    .extracting(update -> update.path("label").asText())
                    .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        }
    }

    @Test
    void namesTheCommandThatSupersededAnother() {
        String sim = sim();
        List<Sent> sent;
        try (var slow = API.when(Call::isBulk).next(1).delay(Duration.ofSeconds(1))) {
            desk.send(sim(), "{'type':'activate'}");
            await().atMost(Desk.PATIENCE).until(() -> slow.hits() == 1);
            // While that one is under way these gather.
            sent = desk.sendAll(
                    List.of(sim, sim),
                    List.of("{'id':'one','type':'relabel','label':'a'}", "{'id':'two','type':'relabel','label':'b'}"));
            sent.forEach(Sent::record);
        }

        assertThat(sent.get(0).status()).isEqualTo("SUPERSEDED");
        assertThat(sent.get(0).result().path("supersededBy").asText()).isEqualTo("two");
        assertThat(sent.get(1).status()).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void readsCommandsThatTheirSenderCompressed(String codec) throws Exception {
        List<String> sims = sims(50);
        try (var compressing = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        Surroundings.BROKER.bootstrapServers(),
                        "compression.type",
                        codec,
                        "linger.ms",
                        100),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            sims.forEach(
                    sim -> compressing.send(Desk.record(sim, "{\"type\":\"relabel\",\"label\":\"" + codec + "\"}")));
        }

        await().atMost(Desk.PATIENCE)
                .untilAsserted(() -> assertThat(sims)
                        .allSatisfy(sim -> assertThat(
                                        API.fleet().sim(sim).get("label").asText())
                                .isEqualTo(codec)));
    }

    @Test
    void commitsWhatIsDone() throws Exception {
        Sent sent = desk.send(sim(), "{'type':'activate'}");
        sent.record();

        try (var admin = Admin.create(Map.of("bootstrap.servers", Surroundings.BROKER.bootstrapServers()))) {
            await().atMost(Desk.PATIENCE).untilAsserted(() -> {
                var committed = admin.listConsumerGroupOffsets("camel-onomondo")
                        .partitionsToOffsetAndMetadata()
                        .get();
                var ask = new HashMap<TopicPartition, OffsetSpec>();
                IntStream.range(0, 6)
                        .forEach(p -> ask.put(new TopicPartition(Surroundings.COMMANDS, p), OffsetSpec.latest()));
                var ends = admin.listOffsets(ask).all().get();
                ends.forEach((partition, end) -> {
                    if (end.offset() > 0) {
                        assertThat(committed.get(partition))
                                .as(partition.toString())
                                .isNotNull();
                        assertThat(committed.get(partition).offset()).isEqualTo(end.offset());
                    }
                });
            });
        }
    }
}
