package io.github.camelonomondo.changes;

import static io.github.camelonomondo.support.Topics.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.changes.compare.SimJson;
import io.github.camelonomondo.changes.journal.ChangeJournal;
import io.github.camelonomondo.changes.scan.ScanReport;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Noise;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChangeStreamTest {

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
    void reportsTheFleetOnceThenOnlyWhatChanges() throws Exception {
        try (var it = new Harness(BROKER, 30)) {
            // Given
            var connector = it.connect(10, (changes, journal) -> journal.deliver(changes));
            var snapshot = connector.awaitReport(1);

            // When
            it.fleet.change("000000007", "label", "pump-7");
            it.fleet.change("000000007", "activated", true);
            it.fleet.change("000000008", "usage", 999_999_999);
            it.fleet.add("000000031");
            it.fleet.remove("000000003");
            var report = connector.scan();

            // Then
            assertThat(snapshot.snapshot()).isEqualTo(30);
            assertThat(snapshot.pages()).isEqualTo(3);
            assertThat(report)
                    .extracting(ScanReport::created, ScanReport::changed, ScanReport::removed)
                    .containsExactly(1, 1, 1);
            assertThat(it.eventsInWords())
                    .hasSize(33)
                    .contains("c 000000031 ", "d 000000003 ", "r 000000003 ", "u 000000007 label,activated");
            assertThat(it.state().keySet()).containsExactlyElementsOf(it.fleet.ids());
        }
    }

    @Test
    void saysEverythingTheContractNames() throws Exception {
        try (var it = new Harness(BROKER, 3)) {
            // Given
            var connector = it.connect();
            connector.awaitReport(1);
            String rowBefore = it.state().get("000000001");

            // When
            it.fleet.change("000000001", "label", "new");
            connector.scan();

            // Then
            var event = it.events().stream()
                    .filter(record -> "com.onomondo.sim.changed.v1".equals(header(record, "ce_type")))
                    .findFirst()
                    .orElseThrow();
            JsonNode json = SimJson.MAPPER.readTree(event.value());
            assertThat(event.key()).isEqualTo("000000001");
            assertThat(header(event, "ce_id")).isEqualTo("000000001-2-2");
            assertThat(header(event, "ce_subject")).isEqualTo("000000001");
            assertThat(header(event, "ce_specversion")).isEqualTo("1.0");
            assertThat(header(event, "content-type")).isEqualTo("application/json");
            assertThat(header(event, "changed")).isEqualTo("label");
            assertThat(header(event, "origin")).isEqualTo("external");
            assertThat(json.path("before").path("label").asText()).isEqualTo("device-000000001");
            assertThat(json.path("after").path("label").asText()).isEqualTo("new");
            assertThat(json.path("sim").path("label").asText()).isEqualTo("new");
            assertThat(json.path("revision").intValue()).isEqualTo(2);
            assertThat(json.path("scan").intValue()).isEqualTo(2);
            assertThat(json.path("seenAt").asText()).isEqualTo(header(event, "ce_time"));
            assertThat(json.path("previouslySeenAt").asText())
                    .isLessThan(json.path("seenAt").asText());
            assertThat(SimJson.MAPPER.readTree(rowBefore))
                    .isEqualTo(SimJson.MAPPER.readTree(rowBefore.replace("\"new\"", "\"device-000000001\"")));
            var state = it.kafka.read(it.topics.state()).stream()
                    .filter(record -> "2".equals(header(record, "revision")))
                    .findFirst()
                    .orElseThrow();
            assertThat(header(state, "scan")).isEqualTo("2");
            assertThat(header(state, "seen-at")).isEqualTo(header(event, "ce_time"));
            assertThat(header(state, "ce_id")).isEqualTo("000000001-2-2");
            assertThat(SimJson.MAPPER.readTree(state.value())).isEqualTo(it.fleet.row("000000001"));
        }
    }

    @Test
    void tellsOfALabelThatTheApiCutInTheMiddleOfACharacter() throws Exception {
        try (var it = new Harness(BROKER, 3)) {
            // Given
            var connector = it.connect();
            connector.awaitReport(1);

            // When
            it.fleet.change("000000002", "label", "Zürich \uD83D");
            connector.scan();

            // Then
            var event = it.events().get(3);
            JsonNode json = SimJson.MAPPER.readTree(event.value());
            assertThat(json.path("after").path("label").asText()).isEqualTo("Zürich \uD83D");
            assertThat(json.path("sim").path("label").asText()).isEqualTo("Zürich \uD83D");
            assertThat(event.value()).contains("Zürich \\uD83D");
        }
    }

    @Test
    void goesOnFromTheStateAfterARestart() throws Exception {
        try (var it = new Harness(BROKER, 20)) {
            // Given
            try (var first = it.connect()) {
                first.awaitReport(1);
            }
            it.fleet.change("000000002", "label", "while away");
            it.fleet.remove("000000005");

            // When
            var second = it.connect();
            var report = second.awaitReport(1);

            // Then
            assertThat(report.scan()).isEqualTo(2);
            assertThat(it.eventsInWords()).hasSize(22).contains("d 000000005 ", "u 000000002 label");
        }
    }

    @Test
    void publishesEveryDifferenceOnceWhereverItFails() throws Exception {
        try (var it = new Harness(BROKER, 60)) {
            // Given
            var calls = new AtomicInteger();
            var connector = it.connect(20, (changes, journal) -> {
                int call = calls.incrementAndGet();
                if (call % 4 == 1) {
                    throw new IllegalStateException("before the commit");
                }
                journal.deliver(changes);
                if (call % 4 == 3) {
                    throw new IllegalStateException("after the commit, before the state moves");
                }
            });

            // When
            connector.awaitReport(1);
            for (int round = 0; round < 3; round++) {
                for (String id : it.fleet.ids()) {
                    it.fleet.change(id, "label", "round " + round);
                }
                connector.scan();
            }

            // Then
            assertThat(calls).hasValueGreaterThan(12);
            assertThat(it.events()).hasSize(60 * 4);
            it.assertEveryDifferenceOnce();
        }
    }

    @Test
    void fencesTheWriterBefore() throws Exception {
        try (var it = new Harness(BROKER, 10)) {
            // Given a leader that stops for a while between reading a page and writing it
            var paused = new CountDownLatch(1);
            var taken = new CountDownLatch(1);
            var old = it.connect(1_000, (changes, journal) -> {
                if (changes.scan() == 2) {
                    paused.countDown();
                    taken.await();
                }
                journal.deliver(changes);
            });
            old.awaitReport(1);
            it.fleet.change("000000004", "label", "seen by both");
            old.control.scanNow();
            paused.await();

            // When
            var next = it.connect();
            next.awaitReport(1);
            taken.countDown();
            old.awaitAborted(1);

            // Then
            assertThat(old.ear.aborted)
                    .containsExactly("another connector scans now, or Kafka took too long for a page");
            assertThat(it.eventsInWords()).hasSize(11).contains("u 000000004 label");
            it.fleet.change("000000004", "label", "again");
            next.scan();
            assertThat(it.events()).hasSize(12);
            it.assertEveryDifferenceOnce();
        }
    }

    @Test
    void namesTheSimWhoseChangeIsTooLargeForKafka() throws Exception {
        try (var it = new Harness(BROKER, 3)) {
            var connector = it.connect();
            connector.awaitReport(1);

            it.fleet.change("000000002", "label", Noise.ofLength(3_000_000));
            connector.control.scanNow();
            connector.awaitAborted("Kafka does not take the change of SIM 000000002");

            it.fleet.change("000000002", "label", "short again");
            connector.scan();
            assertThat(it.eventsInWords()).contains("u 000000002 label");
            it.assertEveryDifferenceOnce();
        }
    }

    @Test
    void takesNothingOverWhileAnotherLeads() throws Exception {
        try (var it = new Harness(BROKER, 2)) {
            // Given
            var leader = it.connect();
            leader.awaitReport(1);
            var late = new ChangeJournal(
                    it.settings, it.topics, "group", null, new Harness.Ear(), () -> false, Clock.systemUTC());
            var state = new FleetState(SimFields.ignoring(SimFields.IGNORED_BY_DEFAULT));

            // When
            assertThatThrownBy(() -> late.restore(state)).isInstanceOf(LeadershipLostException.class);

            // Then
            it.fleet.change("000000001", "label", "written by the leader");
            leader.scan();
            assertThat(it.eventsInWords()).contains("u 000000001 label");
            assertThat(leader.ear.aborted).isEmpty();
        }
    }

    @Test
    void startsAgainOnceWhenTheCursorIsRejected() throws Exception {
        try (var it = new Harness(BROKER, 100)) {
            it.simulator.next(1).rejectCursor();

            var report = it.connect(10, (changes, journal) -> journal.deliver(changes))
                    .awaitReport(1);

            assertThat(report.sims()).isEqualTo(100);
            assertThat(report.pages()).isEqualTo(11);
            assertThat(it.events()).hasSize(100);
        }
    }

    @Test
    void asksAgainForAPageThatDidNotComeWhole() throws Exception {
        try (var it = new Harness(BROKER, 50)) {
            it.simulator.next(1).when(Call::isPage).breakBody();
            it.simulator.next(1).when(Call::isPage).answer(503);
            it.simulator.next(1).when(Call::isPage).answerHtml(200);

            var report = it.connect(25, (changes, journal) -> journal.deliver(changes))
                    .awaitReport(1);

            assertThat(report.snapshot()).isEqualTo(50);
            assertThat(it.events()).hasSize(50);
        }
    }

    @Test
    void namesTheCommandThatMadeTheChange() throws Exception {
        try (var it = new Harness(BROKER, 10)) {
            // Given
            var connector = it.connect();
            connector.awaitReport(1);
            succeeded(it, "c-1", "000000001", "pump");

            // When
            it.fleet.change("000000001", "label", "pump");
            it.fleet.change("000000002", "label", "pump");
            connector.scan();

            // Then
            assertThat(originsIn(it)).containsExactlyInAnyOrder("000000001 command c-1", "000000002 external null");
        }
    }

    /** Of the changes: SIM, origin, command. */
    private static List<String> originsIn(Harness it) {
        return it.events().stream()
                .filter(event -> "com.onomondo.sim.changed.v1".equals(header(event, "ce_type")))
                .map(event -> event.key() + " " + header(event, "origin") + " " + header(event, "ce_causationid"))
                .toList();
    }

    @Test
    void namesACommandForOneChangeAloneAndNotForOthersThatLeadToTheSame() throws Exception {
        try (var it = new Harness(BROKER, 2)) {
            // Given: a command that set a label, and one that found its label there already
            var connector = it.connect();
            connector.awaitReport(1);
            succeeded(it, "c-1", "000000001", "pump");
            succeeded(it, "c-2", "000000002", "device-000000002");
            it.fleet.change("000000001", "label", "pump");
            connector.scan();

            // When: somebody else changes both, and back
            for (String sim : List.of("000000001", "000000002")) {
                it.fleet.change(sim, "label", "away");
            }
            connector.scan();
            it.fleet.change("000000001", "label", "pump");
            it.fleet.change("000000002", "label", "device-000000002");
            connector.scan();

            // Then
            assertThat(originsIn(it))
                    .containsExactlyInAnyOrder(
                            "000000001 command c-1",
                            "000000001 external null",
                            "000000001 external null",
                            "000000002 external null",
                            "000000002 external null");
        }
    }

    @Test
    void namesTheCommandAlsoIfAScanInBetweenDidNotShowTheSim() throws Exception {
        try (var it = new Harness(BROKER, 3)) {
            // Given
            var connector = it.connect();
            connector.awaitReport(1);
            it.fleet.change("000000001", "label", "pump");
            var hidden = it.simulator.always().hide("000000001");
            connector.scan();
            succeeded(it, "c-1", "000000001", "pump");
            connector.scan();
            connector.scan();

            // When
            hidden.clear();
            connector.scan();

            // Then
            assertThat(originsIn(it)).containsExactly("000000001 command c-1");
        }
    }

    @Test
    void passesOverACheckpointThatIsNotOurs() throws Exception {
        try (var it = new Harness(BROKER, 3)) {
            // Given
            var first = it.connect();
            first.awaitReport(1);
            it.fleet.change("000000001", "label", "pump");
            first.scan();
            first.close();
            it.kafka.send(it.topics.checkpoint(), "group", "garbage");
            it.kafka.flush();
            it.fleet.change("000000002", "label", "pump");

            // When
            var report = it.connect().awaitReport(1);

            // Then
            assertThat(report.scan()).isEqualTo(3);
            assertThat(it.eventsInWords())
                    .containsExactly(
                            "r 000000001 ", "r 000000002 ", "r 000000003 ", "u 000000001 label", "u 000000002 label");
        }
    }

    private static void succeeded(Harness it, String command, String sim, String label) {
        it.kafka.send(it.topics.commandResults(), sim, """
                {"command":{"id":"%s","type":"relabel"},"sim":"%s","status":"SUCCEEDED","applied":{"label":"%s"}}
                """.formatted(command, sim, label));
        it.kafka.flush();
    }

    @Test
    void readsAStateTopicOfAnEarlierVersion() throws Exception {
        try (var it = new Harness(BROKER, 3)) {
            // Given records without headers, no checkpoint, one that is not ours
            it.kafka.send(
                    it.topics.state(), "000000001", it.fleet.row("000000001").toString());
            it.kafka.send(
                    it.topics.state(), "000000002", it.fleet.row("000000002").toString());
            it.kafka.send(it.topics.state(), "junk", "{\"no\":\"SIM\"}");
            it.kafka.flush();
            it.fleet.change("000000002", "label", "since");

            // When
            it.connect().awaitReport(1);

            // Then
            assertThat(it.eventsInWords()).containsExactly("c 000000003 ", "u 000000002 label");
        }
    }
}
