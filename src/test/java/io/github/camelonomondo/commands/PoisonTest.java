package io.github.camelonomondo.commands;

import static io.github.camelonomondo.commands.Surroundings.API;
import static io.github.camelonomondo.commands.Surroundings.sim;
import static io.github.camelonomondo.commands.Surroundings.sims;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.commands.Desk.Sent;
import io.github.camelonomondo.support.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that can never be applied, between records that can. */
@CommandsTest
class PoisonTest {

    /** Of all headers, so that Kafka takes their record, and not with any more of them. */
    private static final int LARGEST_HEADERS = 1_048_400;

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

    @Test
    void rejectsPoisonAndGoesOnWithItsNeighbours() {
        // Given: everything in one partition, good commands before, between and after
        Map<String, byte[]> poisons = poisons();
        List<String> sims = sims(poisons.size() + 1);
        var good = new ArrayList<Sent>();
        var bad = new LinkedHashMap<String, Sent>();

        // When
        int next = 0;
        for (var poison : poisons.entrySet()) {
            good.add(desk.send(inPartition("k", activate(sims.get(next++)))));
            bad.put(poison.getKey(), desk.send(inPartition("poison", poison.getValue())));
        }
        good.add(desk.send(inPartition("k", activate(sims.get(next)))));

        // Then
        good.forEach(sent -> assertThat(sent.status()).isEqualTo("SUCCEEDED"));
        bad.forEach((code, sent) -> {
            JsonNode result = sent.result();
            assertThat(result.path("status").asText()).isEqualTo("REJECTED");
            assertThat(result.at("/error/code").asText()).as(result.toString()).isEqualTo(code.split("/", -1)[0]);
            assertThat(result.at("/error/detail").asText()).isNotBlank();
            assertThat(result.path("attempts").asInt()).isZero();
            String key = result.path("sim").asText().matches("\\d{9}")
                    ? result.path("sim").asText()
                    : "poison";
            assertThat(sent.record().key()).isEqualTo(key.getBytes(UTF_8));
            assertDead(sent, poisons.get(code));
        });
    }

    private static Map<String, byte[]> poisons() {
        byte[] garbage = new byte[300];
        new Random(1).nextBytes(garbage);
        var poisons = new LinkedHashMap<String, byte[]>();
        poisons.put("empty", null);
        poisons.put("empty/bytes", new byte[0]);
        poisons.put("empty/white", " \n\t".getBytes(UTF_8));
        poisons.put("invalid-json", garbage);
        poisons.put("invalid-json/encoding", new byte[] {0, 0, (byte) 0xFF, (byte) 0xFE, 1, 2, 3});
        poisons.put("invalid-json/cut", "{\"type\":\"activate\"".getBytes(UTF_8));
        poisons.put(
                "invalid-json/twice",
                "{\"type\":\"activate\",\"sim\":\"000000001\",\"sim\":\"000000002\"}".getBytes(UTF_8));
        poisons.put(
                "invalid-json/half a label",
                "{\"type\":\"relabel\",\"sim\":\"000000001\",\"label\":\"\\ud83d\"}".getBytes(UTF_8));
        poisons.put(
                "invalid-json/half an id",
                "{\"id\":\"\\ud83d\",\"type\":\"activate\",\"sim\":\"000000001\"}".getBytes(UTF_8));
        poisons.put("not-an-object", "[{\"type\":\"activate\"}]".getBytes(UTF_8));
        poisons.put("unknown-type", "{\"type\":\"reboot\"}".getBytes(UTF_8));
        // The error shows its first eighty characters, of which the last is half of one.
        poisons.put("unknown-type/cut", ("{\"type\":\"" + "x".repeat(79) + "\uD83D\uDE00\"}").getBytes(UTF_8));
        poisons.put(
                "unknown-type/too short for an event's",
                "{\"type\":\"com.onomondo.sim.v1\",\"sim\":\"000000001\"}".getBytes(UTF_8));
        poisons.put("missing-type", "{}".getBytes(UTF_8));
        poisons.put("invalid-sim", "{\"type\":\"activate\"}".getBytes(UTF_8));
        poisons.put("unknown-property", "{\"type\":\"activate\",\"sim\":\"000000001\",\"x\":1}".getBytes(UTF_8));
        poisons.put("wrong-type", "{\"type\":\"relabel\",\"sim\":\"000000001\",\"label\":1}".getBytes(UTF_8));
        poisons.put("empty-update", "{\"type\":\"update\",\"sim\":\"000000001\",\"set\":{}}".getBytes(UTF_8));
        poisons.put("too-large", "x".repeat(257 * 1024).getBytes(UTF_8));
        return poisons;
    }

    @Test
    void takesARecordThatFillsAllThatKafkaTakes() {
        byte[] huge = new byte[1024 * 1024 - 400];
        new Random(2).nextBytes(huge);

        Sent sent = desk.send(inPartition("poison", huge));
        Sent next = desk.send(sim(), "{'type':'activate'}");

        assertThat(sent.result().at("/error/code").asText()).isEqualTo("too-large");
        assertDead(sent, huge);
        assertThat(next.status()).isEqualTo("SUCCEEDED");
    }

    @Test
    void goesOnWhenADeadLetterIsLargerThanKafkaTakesForHeadersNamedLikeOurs() {
        // Given
        var odd = inPartition("poison", "{}".getBytes(UTF_8));
        byte[] noise = Noise.ofLength(1_100_000).getBytes(UTF_8);
        int used = 0;
        for (int i = 0; used < LARGEST_HEADERS; i++) {
            String name = "dlq-" + i;
            int length = Math.min(1_020, LARGEST_HEADERS - used);
            odd.headers().add(name, Arrays.copyOfRange(noise, i * 1_020, i * 1_020 + length));
            used += name.length() + 3 + length;
        }
        Sent sent = desk.send(odd);
        Sent next = desk.send(inPartition("k", activate(sim())));

        // When
        ConsumerRecord<byte[], byte[]> letter = letterOf(sent);

        // Then
        assertThat(letter.value()).isNull();
        assertThat(Desk.header(letter, "dlq-topic")).isEqualTo(Surroundings.COMMANDS);
        assertThat(Desk.header(letter, "dlq-left-out")).isEqualTo("value,headers");
        assertThat(next.status()).isEqualTo("SUCCEEDED");
    }

    @Test
    void goesOnWhenTheDeadLetterIsLargerThanKafkaTakes() {
        // Given: the largest record that its topic takes, so that there is no room for the reasons
        var largest = inPartition("poison", Noise.ofLength(1024 * 1024 - 3_100).getBytes(UTF_8));
        largest.headers().add("long", Noise.ofLength(2_900).getBytes(UTF_8)).add("origin", "billing".getBytes(UTF_8));
        Sent sent = desk.send(largest);
        Sent next = desk.send(inPartition("k", activate(sim())));

        // When
        ConsumerRecord<byte[], byte[]> letter = letterOf(sent);

        // Then
        assertThat(sent.result().at("/error/code").asText()).isEqualTo("too-large");
        assertThat(letter.value()).isNull();
        assertThat(letter.key()).isEqualTo("poison".getBytes(UTF_8));
        assertThat(Desk.header(letter, "dlq-reason")).isEqualTo("too-large");
        assertThat(Desk.header(letter, "dlq-left-out")).isEqualTo("value,headers");
        assertThat(Desk.header(letter, "origin")).isEqualTo("billing");
        assertThat(letter.headers().lastHeader("long")).isNull();
        assertThat(Desk.header(letter, "dlq-detail")).contains("bytes").contains("left out");
        assertThat(Desk.header(letter, "dlq-topic")).isEqualTo(Surroundings.COMMANDS);
        assertThat(next.status()).isEqualTo("SUCCEEDED");
        assertThat(sent.results()).hasSize(1);
    }

    @Test
    void goesOnWhenTheResultIsLargerThanKafkaTakes() {
        // Given: all of it is to be given back
        var record = inPartition("poison", activate("nobody"));
        record.headers()
                .add("kafka_correlationId", Noise.ofLength(1024 * 1024 - 300).getBytes(UTF_8));
        Sent sent = desk.send(record);
        Sent next = desk.send(inPartition("k", activate(sim())));

        // When
        var result = sent.record();

        // Then
        assertThat(sent.result().at("/error/code").asText()).isEqualTo("too-large");
        assertThat(result.headers().lastHeader("kafka_correlationId")).isNull();
        assertThat(result.key()).isEqualTo("poison".getBytes(UTF_8));
        assertThat(Desk.header(result, "correlation-id")).isEqualTo(sent.place());
        assertThat(next.status()).isEqualTo("SUCCEEDED");
    }

    @Test
    void takesARecordWithAHugeKeyAndHugeHeaders() {
        String huge = "k".repeat(500_000);
        var record = Desk.record(huge, "{}");
        record.headers()
                .add("ce_type", huge.substring(0, 200_000).getBytes(UTF_8))
                .add("kafka_correlationId", huge.substring(0, 200_000).getBytes(UTF_8));

        Sent sent = desk.send(record);

        assertThat(sent.result().at("/error/code").asText()).isEqualTo("too-large");
        assertThat(desk.send(sim(), "{'type':'activate'}").status()).isEqualTo("SUCCEEDED");
    }

    @Test
    void rejectsATagThatNobodyKnows() {
        Sent sent = desk.send(sim(), "{'type':'tag','tag':'no such tag'}");

        assertThat(sent.status()).isEqualTo("REJECTED");
        assertThat(sent.result().at("/error/code").asText()).isEqualTo("unknown-tag");
    }

    @Test
    void keepsTheHeadersOfADeadLetterAsTheyWere() {
        ProducerRecord<byte[], byte[]> record = Desk.record("poison", "{\"type\":\"reboot\"}");
        record.headers()
                .add("twice", "a".getBytes(UTF_8))
                .add("twice", "b".getBytes(UTF_8))
                .add("nothing", null)
                .add("kafka.TOPIC", "other".getBytes(UTF_8))
                .add("CamelHttpUri", "http://evil".getBytes(UTF_8))
                .add("bytes", new byte[] {0, -1});

        Sent sent = desk.send(record);

        assertThat(sent.status()).isEqualTo("REJECTED");
        await().atMost(Desk.PATIENCE).until(() -> !sent.deadLetters().isEmpty());
        var headers = sent.deadLetters().get(0).headers().toArray();
        for (int i = 0; i < record.headers().toArray().length; i++) {
            assertThat(headers[i].key()).isEqualTo(record.headers().toArray()[i].key());
            assertThat(headers[i].value())
                    .isEqualTo(record.headers().toArray()[i].value());
        }
    }

    @Test
    void givesCorrelationBackOfWhatItRejects() {
        var record = Desk.record(null, "garbage");
        record.headers().add("kafka_correlationId", new byte[] {1, 2, 3});

        Sent sent = desk.send(record);

        assertThat(sent.record().headers().lastHeader("kafka_correlationId").value())
                .isEqualTo(new byte[] {1, 2, 3});
        assertThat(sent.record().key()).isNull();
        assertThat(Desk.header(sent.record(), "correlation-id")).isEqualTo(sent.place());
    }

    private static ConsumerRecord<byte[], byte[]> letterOf(Sent sent) {
        await("the dead letter of " + sent.place())
                .atMost(Desk.PATIENCE)
                .until(() -> !sent.deadLetters().isEmpty());
        return sent.deadLetters().get(0);
    }

    private static void assertDead(Sent sent, byte[] value) {
        ConsumerRecord<byte[], byte[]> letter = letterOf(sent);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.key()).isEqualTo("poison".getBytes(UTF_8));
        assertThat(Desk.header(letter, "dlq-reason"))
                .isEqualTo(sent.result().at("/error/code").asText());
        assertThat(Desk.header(letter, "dlq-detail")).isNotBlank();
        assertThat(Desk.header(letter, "dlq-topic")).isEqualTo(Surroundings.COMMANDS);
        assertThat(Desk.header(letter, "dlq-partition"))
                .isEqualTo(String.valueOf(sent.partition().partition()));
        assertThat(Desk.header(letter, "dlq-offset")).isEqualTo(String.valueOf(sent.offset()));
        assertThat(Desk.header(letter, "dlq-attempts")).isEqualTo("0");
    }

    private static ProducerRecord<byte[], byte[]> inPartition(String key, byte[] value) {
        return new ProducerRecord<>(Surroundings.COMMANDS, 2, key.getBytes(UTF_8), value);
    }

    private static byte[] activate(String sim) {
        return ("{\"type\":\"activate\",\"sim\":\"" + sim + "\"}").getBytes(UTF_8);
    }
}
