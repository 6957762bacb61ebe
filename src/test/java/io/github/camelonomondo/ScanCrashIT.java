package io.github.camelonomondo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.support.ConnectorProcess;
import io.github.camelonomondo.support.EventFold;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.KafkaLine;
import io.github.camelonomondo.support.Stage;
import io.github.camelonomondo.support.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packaged connector, killed and frozen while it scans a fleet that changes meanwhile.
 *
 * <p>{@code -Dcrash.sims=100000} takes a fleet of that size.
 */
class ScanCrashIT {

    private static final Logger LOG = LoggerFactory.getLogger(ScanCrashIT.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration TAKEN_OVER = Duration.ofSeconds(30);
    private static final int SIMS = Integer.getInteger("crash.sims", 50);
    private static final int PAGE_SIZE = SIMS > 1_000 ? 1_000 : 20;
    private static final int PAGES = (SIMS + PAGE_SIZE - 1) / PAGE_SIZE;
    private static final int MIDDLE = (PAGES + 1) / 2;
    private static final int FIRST_NEW_SIM = 900_000_000;
    /** How the transactional id of the journal ends. */
    private static final String CHANGES = "-changes";

    private static final KafkaLine LINE = new KafkaLine();
    private static final KafkaBroker BROKER = new KafkaBroker(LINE);

    @BeforeAll
    static void startBroker() {
        BROKER.start();
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
        LINE.close();
    }

    /** Right after the commit of a page is right before the next page, so those moments stand here only once. */
    @Test
    void publishesEveryChangeOnceWhereverAScanIsKilled() throws Exception {
        try (var stage = stage(Duration.ofHours(1))) {
            var crashes = new Crashes(stage);
            crashes.killBeforePage(1);
            crashes.killBeforeTheBrokerHearsOfCommit(1);
            crashes.killBeforePage(MIDDLE);
            crashes.killInTheSecondScanBeforeTheAnswerToCommit(MIDDLE);
            crashes.killBeforePage(PAGES);
            crashes.killBeforeTheBrokerHearsOfCommit(PAGES);
            crashes.killBeforeTheBrokerHearsOfCommit(PAGES + 1);
            if (PAGES > MIDDLE + 1) {
                crashes.killBeforeTheAnswerToCommit(1);
                crashes.killBeforePage(2);
                crashes.killBeforeTheBrokerHearsOfCommit(MIDDLE);
                crashes.killBeforePage(MIDDLE + 1);
                crashes.killBeforeTheAnswerToCommit(PAGES);
                crashes.killBeforeTheAnswerToCommit(PAGES + 1);
            }

            stage.start();
            awaitScans(stage, 2);
            change(stage.api().fleet(), crashes.kills);
            order(stage, "scan-now");
            awaitScans(stage, 3);
            order(stage, "scan-now");
            var scans = awaitScans(stage, 4);

            var events = fold(stage);
            LOG.info("{} kills; {}; the scans that were complete {}", crashes.kills, events, scans);
            assertThat(events.complaints()).isEmpty();
            assertThat(events.ops().keySet()).containsExactlyInAnyOrder("r", "c", "u", "d");
            assertThat(events.sims()).isEqualTo(rows(stage.api().fleet()));
            assertThat(state(stage)).isEqualTo(rows(stage.api().fleet()));
            assertThat(List.of("created", "changed", "removed"))
                    .allSatisfy(what ->
                            assertThat(scans.get(3).path(what).asInt(-1)).isZero());
        }
    }

    /** Connectors that are killed one after the other, each once the fleet has changed on every page. */
    private static final class Crashes {
        private final Stage stage;
        private int kills;

        Crashes(Stage stage) {
            this.stage = stage;
        }

        void killBeforePage(int page) {
            change(stage.api().fleet(), kills);
            try (var fault = stage.api().always().onPage(page).hang()) {
                var connector = stage.start();
                await().atMost(SOON).until(() -> fault.hits() > 0);
                kill(connector);
            }
        }

        void killBeforeTheBrokerHearsOfCommit(int number) {
            change(stage.api().fleet(), kills);
            try (var hold = LINE.holdCommit(CHANGES, number)) {
                var connector = stage.start();
                await().atMost(SOON).until(hold::isStruck);
                assertThat(stage.topics().holdsUncommitted(stage.topic("onomondo.connector.checkpoint")))
                        .isTrue();
                kill(connector);
            }
        }

        void killBeforeTheAnswerToCommit(int number) {
            change(stage.api().fleet(), kills);
            try (var hold = LINE.holdCommitAnswer(CHANGES, number)) {
                killOnceCommitted(stage.start(), hold);
            }
        }

        /** The first scan runs to its end, so what is killed in the second had its state from there. */
        void killInTheSecondScanBeforeTheAnswerToCommit(int number) throws Exception {
            var connector = stage.start();
            awaitScans(stage, 1);
            change(stage.api().fleet(), kills);
            try (var hold = LINE.holdCommitAnswer(CHANGES, number)) {
                order(stage, "scan-now");
                killOnceCommitted(connector, hold);
            }
        }

        private void killOnceCommitted(ConnectorProcess connector, KafkaLine.Hold hold) {
            await().atMost(SOON).until(hold::isStruck);
            await().atMost(SOON)
                    .until(() -> !stage.topics().holdsUncommitted(stage.topic("onomondo.connector.checkpoint")));
            kill(connector);
        }

        private void kill(ConnectorProcess connector) {
            connector.kill();
            stage.forgetTheDeadLeader();
            kills++;
        }
    }

    @Test
    void fencesALeaderThatWasFrozenInMidScanAndLetsItFollowLater() throws Exception {
        try (var stage = stage(Duration.ofHours(1))) {
            // Given
            var fleet = stage.api().fleet();
            var connectors = List.of(stage.start(), stage.start());
            connectors.forEach(ConnectorProcess::awaitReady);
            awaitScans(stage, 1);
            var old = leaders(connectors).get(0);
            var next = connectors.get(1 - connectors.indexOf(old));
            assertThat(old.read("/observe/health")).contains("\"leads\":true", "\"sims\":" + SIMS + ",");
            assertThat(next.read("/observe/health")).contains("\"leads\":false");

            // When
            change(fleet, 0);
            try (var hold = LINE.holdCommit(CHANGES, 2)) {
                order(stage, "scan-now");
                await().atMost(SOON).until(hold::isStruck);
                old.pause();
                change(fleet, 1);
                awaitTakeover(stage, "frozen");
                hold.release();
                old.resume();
            }
            await().atMost(SOON).until(() -> leaders(connectors), List.of(next)::equals);
            change(fleet, 2);
            order(stage, "scan-now");
            await().atMost(SOON).until(() -> state(stage), rows(fleet)::equals);

            // Then
            assertThat(fold(stage).complaints()).isEmpty();
            assertThat(old.log()).contains("no longer leading");

            // When
            change(fleet, 3);
            next.kill();
            awaitTakeover(stage, "killed");

            // Then
            assertThat(leaders(connectors)).containsExactly(old);
            var events = fold(stage);
            assertThat(events.complaints()).isEmpty();
            assertThat(events.sims()).isEqualTo(rows(fleet));
        }
    }

    /** Nobody scans but the one that takes over; it is given its time to scan all of the fleet. */
    private static void awaitTakeover(Stage stage, String what) throws Exception {
        var since = Instant.now();
        long pages = stage.api().calls().count(Call::isPage);
        await().atMost(TAKEN_OVER).until(() -> stage.api().calls().count(Call::isPage) > pages);
        LOG.info("{}: the other one scans after {}", what, Duration.between(since, Instant.now()));
        await().atMost(SOON).until(() -> state(stage), rows(stage.api().fleet())::equals);
    }

    private static List<ConnectorProcess> leaders(List<ConnectorProcess> connectors) {
        return connectors.stream()
                .filter(connector -> connector.read("/observe/metrics").contains("onomondo_leader 1.0"))
                .toList();
    }

    private static Stage stage(Duration interval) {
        return new Stage(BROKER.bootstrapServers(), SIMS)
                .with("ONOMONDO_SCAN_INTERVAL", interval.toSeconds() + "s")
                .with("ONOMONDO_SCAN_PAGE_SIZE", Integer.toString(PAGE_SIZE))
                .with("ONOMONDO_COMMANDS_ENABLED", "false");
    }

    /** Some SIMs of every page become others; one comes, one goes. */
    private static void change(Fleet fleet, int round) {
        List<String> ids = fleet.ids();
        for (int i = round % 10; i < ids.size(); i += 10) {
            fleet.change(ids.get(i), "label", "round " + round);
            fleet.change(ids.get(i), "activated", round % 2 == 0);
        }
        fleet.change(ids.get(round), "imei_lock", round % 3 == 0 ? null : "35000000000000" + round);
        fleet.add(Integer.toString(FIRST_NEW_SIM + round));
        fleet.remove(ids.get(3 * round + 1));
    }

    private static void order(Stage stage, String order) {
        stage.topics().send(stage.topic("onomondo.connector.control"), "any", "{\"order\":\"" + order + "\"}");
        stage.topics().flush();
    }

    private static List<JsonNode> awaitScans(Stage stage, int completed) throws Exception {
        var told = stage.topics()
                .await(
                        stage.topic("onomondo.connector.notifications"),
                        SOON,
                        all -> all.stream().filter(ScanCrashIT::isCompleted).count() >= completed);
        List<JsonNode> scans = new ArrayList<>();
        for (var notification : told.stream().filter(ScanCrashIT::isCompleted).toList()) {
            scans.add(JSON.readTree(notification.value()));
        }
        scans.sort(Comparator.comparingInt(scan -> scan.path("scan").intValue()));
        return scans;
    }

    private static boolean isCompleted(ConsumerRecord<String, String> notification) {
        return "com.onomondo.connector.scan.completed.v1".equals(Topics.header(notification, "ce_type"));
    }

    private static EventFold fold(Stage stage) {
        var fold = new EventFold();
        stage.topics().read(stage.topic("onomondo.sim.events"), fold::take);
        return fold;
    }

    private static Map<String, JsonNode> rows(Fleet fleet) throws Exception {
        Map<String, JsonNode> rows = new TreeMap<>();
        for (String id : fleet.ids()) {
            rows.put(id, JSON.readTree(fleet.row(id).toString()));
        }
        return rows;
    }

    private static Map<String, JsonNode> state(Stage stage) throws Exception {
        Map<String, String> last = new TreeMap<>();
        stage.topics().read(stage.topic("onomondo.sim.state"), record -> {
            if (record.value() == null) {
                last.remove(record.key());
            } else {
                last.put(record.key(), record.value());
            }
        });
        Map<String, JsonNode> state = new TreeMap<>();
        for (var sim : last.entrySet()) {
            state.put(sim.getKey(), JSON.readTree(sim.getValue()));
        }
        return state;
    }
}
