package io.github.camelonomondo.rest;

import static io.github.camelonomondo.rest.RestClient.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.support.Topics;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@RestTest
class ControlTest {

    private static final String TOPIC = "onomondo.connector.control";
    private static final Set<String> ATTRIBUTES =
            Set.of("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_subject", "ce_time", "content-type");

    private RestClient client;

    @BeforeEach
    void begin(@LocalServerPort int port) {
        client = new RestClient(port);
    }

    @Test
    void writesAnOrderAndSaysWhere() {
        try (var topics = new Topics(SharedBroker.BROKER.bootstrapServers())) {
            var response = client.send("POST", "/control", "{\"order\":\"replay-dlq\",\"dryRun\":true}");

            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(topics.read(TOPIC))
                    .anyMatch(record -> record.partition()
                                    == json(response).path("partition").asInt(-1)
                            && record.offset() == json(response).path("offset").asInt(-1)
                            && record.value().equals("{\"order\":\"replay-dlq\",\"dryRun\":true}")
                            && headers(record).keySet().equals(ATTRIBUTES)
                            && "com.onomondo.connector.order.v1"
                                    .equals(headers(record).get("ce_type")));
        }
    }

    @Test
    void writesAllOrdersBehindEachOther() {
        var first = json(client.send("POST", "/control", "{\"order\":\"replay-dlq\",\"dryRun\":true}"));
        for (int i = 0; i < 5; i++) {
            var next = json(client.send("POST", "/control", "{\"order\":\"replay-dlq\",\"dryRun\":true}"));

            assertThat(next.path("partition")).isEqualTo(first.path("partition"));
        }
    }

    private static Map<String, String> headers(ConsumerRecord<String, String> record) {
        return Arrays.stream(record.headers().toArray())
                .collect(Collectors.toMap(Header::key, header -> new String(header.value(), UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"order\":7}",
                "{\"order\":\"dance\"}",
                "{\"order\":\"scan-now\",\"dryRun\":true}",
                "{\"order\":\"replay-dlq\",\"dryrun\":true}",
                "{\"order\":\"replay-dlq\",\"dryRun\":\"true\"}",
                "{\"order\":\"replay-dlq\",\"since\":\"yesterday\"}",
                "{\"order\":\"replay-dlq\",\"reason\":null}",
                "{\"order\":\"replay-dlq\",\"reason\":\"\"}"
            })
    void refusesWhatIsNoOrder(String body) {
        try (var topics = new Topics(SharedBroker.BROKER.bootstrapServers())) {
            int before = topics.read(TOPIC).size();

            assertThat(client.send("POST", "/control", body).statusCode()).isEqualTo(400);

            assertThat(topics.read(TOPIC)).hasSize(before);
        }
    }

    @Test
    void takesNoOrderThatAWebPageElsewhereCouldSend() {
        var form = client.to("/control")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"order\":\"scan-now\"}"))
                .setHeader("Content-Type", "text/plain");

        assertThat(client.send(form).statusCode()).isEqualTo(415);
        assertThat(client.sendAsItIs(client.to("/control").POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
    }
}
