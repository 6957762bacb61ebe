package io.github.camelonomondo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.support.ConnectorProcess;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.KafkaLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration TAKEN_OVER = Duration.ofSeconds(30);
    private static final int SIMS = Integer.getInteger("crash.sims", 50);
    private static final int PAGE_SIZE = SIMS > 1_000 ? 1_000 : 20;
    private static final int PAGES = (SIMS + PAGE_SIZE - 1) / PAGE_SIZE;
    private static final int MIDDLE = (PAGES + 1) / 2;
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

    /**
     * Right after the commit of a page is right before the next one, so those moments stand here only once. Before the
     * first page is where the other test kills.
     */
    @Test
    void publishesEveryChangeOnceWhereverAScanIsKilled() throws Exception {
        try (var stage = new ScanStage(BROKER.bootstrapServers(), SIMS, PAGE_SIZE)) {
            var crashes = new Crashes(stage);
            crashes.killBeforeTheBrokerHearsOfCommit(1);
            crashes.killBeforePage(MIDDLE);
            crashes.killInTheSecondScanBeforeTheAnswerToCommit(MIDDLE);
            crashes.killBeforePage(PAGES);
            crashes.killBeforeTheBrokerHearsOfCommit(PAGES);
            crashes.killBeforeTheBrokerHearsOfCommit(PAGES + 1);
            if (PAGES > MIDDLE + 1) {
                crashes.killBeforePage(1);
                crashes.killBeforeTheAnswerToCommit(1);
                crashes.killBeforePage(2);
                crashes.killBeforeTheBrokerHearsOfCommit(MIDDLE);
                crashes.killBeforePage(MIDDLE + 1);
                crashes.killBeforeTheAnswerToCommit(PAGES);
                crashes.killBeforeTheAnswerToCommit(PAGES + 1);
            }

            stage.start();
            stage.awaitScans(SOON, 2);
            stage.change();
            stage.scanNow();
            stage.awaitScans(SOON, 3);
            stage.scanNow();
            var scans = stage.awaitScans(SOON, 4);

            var events = stage.events();
            LOG.info("{} kills; {}; the scans that were complete {}", crashes.kills, events, scans);
            assertThat(events.complaints()).isEmpty();
            assertThat(events.ops().keySet()).containsExactlyInAnyOrder("r", "c", "u", "d");
            assertThat(events.sims()).isEqualTo(stage.fleet());
            assertThat(stage.state()).isEqualTo(stage.fleet());
            assertThat(List.of("created", "changed", "removed"))
                    .allSatisfy(what ->
                            assertThat(scans.get(3).path(what).asInt(-1)).isZero());
        }
    }

    /** Connectors that are killed one after the other, each once the fleet has changed on every page. */
    private static final class Crashes {
        private final ScanStage stage;
        private int kills;

        Crashes(ScanStage stage) {
            this.stage = stage;
        }

        void killBeforePage(int page) {
            stage.change();
            try (var fault = stage.api().always().onPage(page).hang()) {
                var connector = stage.start();
                await().atMost(SOON).until(() -> fault.hits() > 0);
                kill(connector);
            }
        }

        void killBeforeTheBrokerHearsOfCommit(int number) {
            stage.change();
            try (var hold = LINE.holdCommit(CHANGES, number)) {
                var connector = stage.start();
                await().atMost(SOON).until(hold::isStruck);
                assertThat(stage.isInMidTransaction()).isTrue();
                kill(connector);
            }
        }

        void killBeforeTheAnswerToCommit(int number) {
            stage.change();
            try (var hold = LINE.holdCommitAnswer(CHANGES, number)) {
                killOnceCommitted(stage.start(), hold);
            }
        }

        /** The first scan runs to its end, so what is killed in the second had its state from there. */
        void killInTheSecondScanBeforeTheAnswerToCommit(int number) throws Exception {
            var connector = stage.start();
            stage.awaitScans(SOON, 1);
            stage.change();
            try (var hold = LINE.holdCommitAnswer(CHANGES, number)) {
                stage.scanNow();
                killOnceCommitted(connector, hold);
            }
        }

        private void killOnceCommitted(ConnectorProcess connector, KafkaLine.Hold hold) {
            await().atMost(SOON).until(hold::isStruck);
            await().atMost(SOON).until(() -> !stage.isInMidTransaction());
            kill(connector);
        }

        private void kill(ConnectorProcess connector) {
            stage.kill(connector);
            kills++;
        }
    }

    @Test
    void fencesALeaderThatWasFrozenInMidScanAndLetsItFollowOneThatIsKilled() throws Exception {
        try (var stage = new ScanStage(BROKER.bootstrapServers(), SIMS, PAGE_SIZE)) {
            // Given
            var connectors = List.of(stage.start(), stage.start());
            connectors.forEach(ConnectorProcess::awaitReady);
            stage.awaitScans(SOON, 1);
            var old = leaders(connectors).get(0);
            var next = connectors.get(1 - connectors.indexOf(old));
            assertThat(old.read("/observe/health")).contains("\"leads\":true", "\"sims\":" + SIMS + ",");
            assertThat(next.read("/observe/health")).contains("\"leads\":false");

            // When
            stage.change();
            try (var hold = LINE.holdCommit(CHANGES, 2)) {
                stage.scanNow();
                await().atMost(SOON).until(hold::isStruck);
                old.pause();
                stage.change();
                awaitTakeover(stage, "frozen");
                hold.release();
                old.resume();
            }
            await().atMost(SOON).until(() -> leaders(connectors), List.of(next)::equals);
            stage.change();
            stage.scanNow();
            await().atMost(SOON).until(stage::state, stage.fleet()::equals);

            // Then
            assertThat(stage.events().complaints()).isEmpty();
            assertThat(old.log()).contains("no longer leading");

            // When
            stage.change();
            try (var fault = stage.api().next(1).onPage(1).hang()) {
                stage.scanNow();
                await().atMost(SOON).until(() -> fault.hits() > 0);
                next.kill();
            }
            awaitTakeover(stage, "killed");

            // Then
            assertThat(leaders(connectors)).containsExactly(old);
            var events = stage.events();
            assertThat(events.complaints()).isEmpty();
            assertThat(events.sims()).isEqualTo(stage.fleet());
        }
    }

    /** Nobody scans but the one that takes over; it is given its time to scan all of the fleet. */
    private static void awaitTakeover(ScanStage stage, String what) throws Exception {
        var since = Instant.now();
        long pages = stage.api().calls().count(Call::isPage);
        await().atMost(TAKEN_OVER).until(() -> stage.api().calls().count(Call::isPage) > pages);
        LOG.info("{}: the other one scans after {}", what, Duration.between(since, Instant.now()));
        await().atMost(SOON).until(stage::state, stage.fleet()::equals);
    }

    private static List<ConnectorProcess> leaders(List<ConnectorProcess> connectors) {
        return connectors.stream()
                .filter(connector -> connector.read("/observe/metrics").contains("onomondo_leader 1.0"))
                .toList();
    }
}
