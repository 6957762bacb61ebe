package io.github.camelonomondo.changes.journal;

import static io.github.camelonomondo.support.Topics.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.Harness;
import io.github.camelonomondo.changes.Operation;
import io.github.camelonomondo.changes.SimChange;
import io.github.camelonomondo.changes.compare.SimJson;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.support.KafkaBroker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which changes name a command: those of tags, where each tag was a call of its own, and those seen before its result. */
class CommandTrailTest {

    private static final KafkaBroker BROKER = new KafkaBroker();

    @BeforeAll
    static void start() {
        BROKER.start();
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @Test
    void namesTheCommandThatAddedOrRemovedATagAlsoIfItFailedHalfWay() throws Exception {
        try (var it = new Harness(BROKER, 3)) {
            // Given
            var connector = it.connect();
            connector.awaitReport(1);
            List<String> two = it.fleet.tags("000000002");
            String third = it.fleet.tags("000000003").get(0);
            result(it, "c-1", "000000001", "SUCCEEDED", "tag", third);
            result(it, "c-2", "000000002", "FAILED", "untag", two.get(0));
            result(it, "c-3", "000000003", "SUCCEEDED", "tag", third);

            // When
            it.fleet.change("000000001", "tags", with(it.fleet.tags("000000001"), third));
            it.fleet.change("000000002", "tags", two.subList(1, two.size()));
            it.fleet.change("000000003", "tags", with(it.fleet.tags("000000003"), two.get(0)));
            connector.scan();

            // Then
            assertThat(originsIn(it))
                    .containsExactlyInAnyOrder(
                            "000000001 command c-1", "000000002 command c-2", "000000003 external null");
        }
    }

    @Test
    void namesItForOneChangeAlone() throws Exception {
        try (var it = new Harness(BROKER, 3)) {
            // Given
            var connector = it.connect();
            connector.awaitReport(1);
            List<String> before = it.fleet.tags("000000001");
            String third = it.fleet.tags("000000003").get(0);
            result(it, "c-1", "000000001", "SUCCEEDED", "tag", third);
            it.fleet.change("000000001", "tags", with(before, third));
            connector.scan();

            // When: somebody else takes the tag away, and adds it again
            it.fleet.change("000000001", "tags", before);
            connector.scan();
            it.fleet.change("000000001", "tags", with(before, third));
            connector.scan();

            // Then
            assertThat(originsIn(it))
                    .containsExactly("000000001 command c-1", "000000001 external null", "000000001 external null");
        }
    }

    @Test
    void waitsForAResultThoughNoCommandWasWrittenOfLateIfOthersCome() throws Exception {
        try (var it = new Harness(BROKER, 1)) {
            // Given: of commands that were written long ago
            var trail = new CommandTrail(it.settings, it.topics, Clock.systemUTC(), Duration.ofSeconds(30));
            trail.open();
            result(it, "c-1", "000000001", "SUCCEEDED", "tag", "a");
            assertThat(trail.causes(tagged("000000001", "a"))).containsValue("c-1");

            // When
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
                    .execute(() -> result(it, "c-2", "000000002", "SUCCEEDED", "tag", "b"));
            var causes = trail.causes(tagged("000000002", "b"));
            trail.close();

            // Then
            assertThat(causes).containsValue("c-2");
        }
    }

    private static ChangeSet tagged(String sim, String tag) {
        JsonNode tags = SimJson.MAPPER.createArrayNode().add(tag);
        return new ChangeSet(
                2,
                List.of(new SimChange(
                        new SimId(sim),
                        Operation.CHANGED,
                        List.of("tags"),
                        Map.of(),
                        Map.of("tags", tags),
                        "{}",
                        2,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        2)));
    }

    private static List<String> with(List<String> tags, String another) {
        List<String> more = new ArrayList<>(tags);
        more.add(another);
        return more;
    }

    private static void result(Harness it, String command, String sim, String status, String done, String tag) {
        it.kafka.send(it.topics.commandResults(), sim, """
                {"command":{"id":"%s","type":"%s"},"sim":"%s","status":"%s","applied":{"%s":["%s"]}}
                """.formatted(command, done, sim, status, done, tag));
        it.kafka.flush();
    }

    /** Of the changes: SIM, origin, command. */
    private static List<String> originsIn(Harness it) {
        return it.events().stream()
                .filter(event -> "com.onomondo.sim.changed.v1".equals(header(event, "ce_type")))
                .map(event -> event.key() + " " + header(event, "origin") + " " + header(event, "ce_causationid"))
                .toList();
    }
}
