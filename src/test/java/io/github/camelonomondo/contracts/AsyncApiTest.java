package io.github.camelonomondo.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.kafka.control.OrderForm;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AsyncApiTest {

    private final AsyncApi contract = new AsyncApi();

    @Test
    void hasEveryTopicAndNoOther() {
        var topics = new Topics("");

        assertThat(contract.channels().keySet())
                .containsExactlyInAnyOrder(
                        topics.commands(),
                        topics.commandResults(),
                        topics.deadLetters(),
                        topics.events(),
                        topics.state(),
                        topics.checkpoint(),
                        topics.notifications(),
                        topics.control());
    }

    @Test
    void saysHowTopicsAreMade() {
        var topics = new Topics("");
        contract.channels().forEach((topic, channel) -> {
            boolean compacted = List.of(topics.state(), topics.checkpoint()).contains(topic);
            var kafka = channel.at("/bindings/kafka");
            assertThat(kafka.path("partitions").intValue()).as(topic).isEqualTo(6);
            assertThat(kafka.at("/topicConfiguration/cleanup.policy/0").asText())
                    .as(topic)
                    .isEqualTo(compacted ? "compact" : "delete");
        });
    }

    @Test
    void repliesToACommandWhereItsSenderWants() {
        var receive = contract.document().at("/operations/receiveCommands");

        assertThat(receive.at("/reply/address/location").asText()).isEqualTo("$message.header#/kafka_replyTopic");
        assertThat(receive.at("/reply/channel/$ref").asText()).isEqualTo("#/channels/commandReplies");
        assertThat(contract.document().at("/channels/commandReplies/address").isNull())
                .isTrue();
    }

    @Test
    void refersToNothingThatIsNotThere() {
        for (JsonNode reference : contract.document().findValues("$ref")) {
            var text = reference.textValue();
            if (text.startsWith("#")) {
                assertThat(contract.document().at(text.substring(1)).isMissingNode())
                        .as(text)
                        .isFalse();
            } else {
                assertThat(schema(text.replaceFirst("#.*", ""))).as(text).isNotNull();
            }
        }
    }

    @Test
    void usesEveryMessageItHas() {
        var used = new TreeSet<String>();
        contract.document().path("channels").forEach(channel -> used.addAll(AsyncApi.messages(channel)));
        var there = new TreeSet<String>();
        contract.document().at("/components/messages").fieldNames().forEachRemaining(there::add);

        assertThat(used).isEqualTo(there);
    }

    @Test
    void givesExamplesThatAreRight() {
        int examples = 0;
        for (var message : contract.document().at("/components/messages").properties()) {
            for (var example : message.getValue().path("examples")) {
                var where = message.getKey() + " " + example.path("name").asText();
                assertThat(contract.wrongPayload(message.getKey(), example.path("payload")))
                        .as(where)
                        .isEmpty();
                if (example.has("headers")) {
                    assertThat(contract.wrongHeaders(message.getKey(), example.path("headers")))
                            .as(where)
                            .isEmpty();
                }
                examples++;
            }
        }
        assertThat(examples).isGreaterThan(10);
    }

    @Test
    void refusesInItsSchemasWhatTheConnectorRefuses() {
        var wrong = new ArrayList<>(List.of(
                "{\"sim\":\"000279139\"}",
                "{\"type\":\"explode\"}",
                "{\"type\":\"activate\",\"label\":\"a\"}",
                "{\"type\":\"relabel\"}",
                "{\"type\":\"relabel\",\"label\":7}",
                "{\"type\":\"update\",\"set\":{}}",
                "{\"type\":\"update\",\"set\":{\"iccid\":\"1\"}}",
                "{\"type\":\"tag\"}",
                "{\"type\":\"tag\",\"tags\":[]}",
                "{\"type\":\"set-tags\",\"tags\":[\"\"]}",
                "{\"type\":\"activate\",\"sim\":\"12345678\"}",
                "{\"type\":\"activate\",\"sim\":279139}",
                "{\"type\":\"activate\",\"expires\":\"tomorrow\"}",
                "{\"type\":\"activate\",\"coalesce\":null}",
                "{\"type\":\"activate\",\"id\":\"\"}",
                "[]"));
        wrong.removeIf(command ->
                !contract.wrongPayload("command", AsyncApi.json(command)).isEmpty());

        assertThat(wrong).isEmpty();
    }

    @Test
    void takesTheOrdersInItsSchemaThatTheConnectorTakesAndNoOther() {
        var right = List.of(
                "{'order':'scan-now'}",
                "{'order':'pause-commands'}",
                "{'order':'resume-commands'}",
                "{'order':'accept-removals'}",
                "{'order':'replay-dlq'}",
                "{'order':'replay-dlq','reason':'refused','since':'2026-11-23T00:00:00Z','dryRun':true}");
        var wrong = List.of(
                "{}",
                "[]",
                "'scan-now'",
                "{'order':7}",
                "{'order':'dance'}",
                "{'order':'scan-now','dryRun':true}",
                "{'order':'pause-commands','reason':'a'}",
                "{'order':'replay-dlq','dryrun':true}",
                "{'order':'replay-dlq','dryRun':'true'}",
                "{'order':'replay-dlq','dryRun':null}",
                "{'order':'replay-dlq','since':'yesterday'}",
                "{'order':'replay-dlq','since':7}",
                "{'order':'replay-dlq','reason':null}",
                "{'order':'replay-dlq','reason':' '}");

        assertThat(right).allSatisfy(order -> {
            assertThat(contract.wrongPayload("order", json(order))).isEmpty();
            assertThat(isTaken(json(order))).isTrue();
        });
        assertThat(wrong).allSatisfy(order -> {
            assertThat(contract.wrongPayload("order", json(order))).isNotEmpty();
            assertThat(isTaken(json(order))).isFalse();
        });
    }

    private static JsonNode json(String text) {
        return AsyncApi.json(text.replace('\'', '"'));
    }

    private static boolean isTaken(JsonNode order) {
        return OrderForm.NAMES.contains(OrderForm.nameOf(order)) && OrderForm.flawIn(order) == null;
    }

    private static URL schema(String file) {
        return AsyncApiTest.class.getResource("/" + file);
    }

    @Test
    void hasSchemasOfTheYear2020() throws IOException {
        for (String name : List.of(
                "command", "command-result", "change-event", "state", "notification", "control-order", "checkpoint")) {
            try (var file = schema("schemas/" + name + ".schema.json").openStream()) {
                var text = new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                assertThat(AsyncApi.json(text).path("$schema").asText())
                        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
            }
        }
    }
}
