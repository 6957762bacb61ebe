package io.github.camelonomondo.changes.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.changes.Harness;
import io.github.camelonomondo.changes.compare.SimJson;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.support.KafkaBroker;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RemovalsTest {

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
    void removesNothingItIsNotSureOf() throws Exception {
        try (var it = new Harness(BROKER, 100)) {
            var connector = it.connect(20, (changes, journal) -> journal.deliver(changes));
            connector.awaitReport(1);

            // Hidden from the list, but there when asked for
            var hidden = it.simulator.always().hide("000000001", "000000002");
            assertThat(connector.scan().removed()).isZero();
            hidden.clear();

            // Endless, then forbidden
            it.fleet.remove("000000003");
            var endless = it.simulator.always().loopCursor();
            connector.control.scanNow();
            connector.awaitAborted(1);
            var forbidden = it.simulator.always().onPage(3).answer(403);
            endless.clear();
            connector.awaitAborted("403");
            assertThat(it.events()).hasSize(100);

            // Sure
            forbidden.clear();
            assertThat(connector.awaitReport(3).removed()).isEqualTo(1);
            assertThat(connector.ear.suspects).isEmpty();
            assertThat(it.events())
                    .allSatisfy(event -> assertThat(event.value())
                            .as("milliseconds, of removals too")
                            .doesNotContainPattern("\"seenAt\":\"[^\"]*\\.[0-9]{4}"));
        }
    }

    @Test
    void doesNotBelieveThatManyAreGoneUntilSomebodyDoes() throws Exception {
        try (var it = new Harness(BROKER, 100)) {
            // Given
            var connector = it.connect();
            connector.awaitReport(1);
            it.fleet.ids().stream().limit(12).forEach(it.fleet::remove);
            assertThat(connector.control.acceptRemovals()).isZero();

            // When
            var report = connector.scan();

            // Then
            assertThat(report.suspected()).isEqualTo(12);
            assertThat(connector.ear.suspects).containsExactly(12);
            assertThat(it.events()).hasSize(100);

            // When
            assertThat(connector.control.acceptRemovals()).isEqualTo(12);
            var accepted = connector.awaitReport(3);

            // Then
            assertThat(accepted.removed()).isEqualTo(12);
            assertThat(it.state()).hasSize(88);
            assertThat(connector.scan().removed()).isZero();
        }
    }

    /** Whoever leads once more after another did is told anew: what was missing then may have come back, and others be missing. */
    @Test
    void areNotBelievedForAnOrderOfAnEarlierLeadership() throws Exception {
        try (var it = new Harness(BROKER, 100)) {
            // Given
            var connector = it.connect();
            connector.awaitReport(1);
            it.fleet.ids().stream().limit(12).forEach(it.fleet::remove);
            assertThat(connector.scan().suspected()).isEqualTo(12);
            var unreachable = it.simulator.always().onPage(1).answer(503);
            assertThat(connector.control.acceptRemovals()).isEqualTo(12);

            // When
            connector.close();
            unreachable.clear();
            var again = it.connect(connector.control);

            // Then
            assertThat(again.awaitReport(1).suspected()).isEqualTo(12);
            assertThat(it.state()).hasSize(100);
        }
    }

    /** A suspect scan did not show all SIMs, and after a restart nobody knows which. */
    @Test
    void tellWhenTheSimWasSeenLastAlsoAfterSuspectScansAndARestart() throws Exception {
        try (var it = new Harness(BROKER, 100)) {
            // Given
            var connector = it.connect();
            Instant seen = connector.awaitReport(1).startedAt();
            it.fleet.ids().stream().limit(12).forEach(it.fleet::remove);
            Instant suspectAt = connector.scan().startedAt();
            connector.close();
            var restarted = it.connect();
            assertThat(restarted.awaitReport(1).suspected()).isEqualTo(12);

            // When
            assertThat(restarted.control.acceptRemovals()).isEqualTo(12);
            // Then
            assertThat(restarted.awaitReport(2).removed()).isEqualTo(12);
            var seenBefore = new ArrayList<Instant>();
            for (var event : it.events()) {
                JsonNode json = SimJson.MAPPER.readTree(event.value());
                if (json.path("op").asText().equals("d")) {
                    seenBefore.add(Instant.parse(json.path("previouslySeenAt").asText()));
                }
            }
            assertThat(seenBefore)
                    .hasSize(12)
                    .allSatisfy(before -> assertThat(before)
                            .isAfterOrEqualTo(seen.truncatedTo(ChronoUnit.MILLIS))
                            .isBefore(suspectAt.truncatedTo(ChronoUnit.MILLIS)));
        }
    }

    @Test
    void takesAKeyThatSeesLessForNoRemovalsAndGoesOnWithTheOthers() throws Exception {
        try (var it = new Harness(BROKER, 100)) {
            // Given
            var connector = it.connect(20, (changes, journal) -> journal.deliver(changes));
            connector.awaitReport(1);

            // When
            var narrowed = it.simulator.always().hide(sim -> sim.compareTo("000000050") > 0);
            it.fleet.change("000000001", "label", "still seen");
            var report = connector.scan();

            // Then
            assertThat(report.suspected()).isEqualTo(50);
            assertThat(report.changed()).isOne();
            assertThat(it.simulator.calls().count(Call::isRead)).isZero();

            // When
            narrowed.clear();
            var widened = connector.scan();

            // Then
            assertThat(widened.suspected()).isZero();
            assertThat(it.events()).hasSize(101);
            it.assertEveryDifferenceOnce();
        }
    }
}
