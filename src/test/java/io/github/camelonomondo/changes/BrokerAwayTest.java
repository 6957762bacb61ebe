package io.github.camelonomondo.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.KafkaLine;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The change stream while its broker is stopped, started again and cut off. */
class BrokerAwayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SIMS = 20;
    private static final KafkaLine LINE = new KafkaLine();
    private static final KafkaBroker BROKER = new KafkaBroker(LINE);

    /** What the broker knows of a commit when the client hears no more of it. */
    private enum Commit {
        NOT_ARRIVED,
        DONE;

        KafkaLine.Hold hold(int n) {
            return this == DONE ? LINE.holdCommitAnswer("-changes", n) : LINE.holdCommit("-changes", n);
        }
    }

    @BeforeAll
    static void start() {
        BROKER.start();
    }

    @AfterAll
    static void stop() {
        BROKER.close();
        LINE.close();
    }

    @Test
    void asksForNoPageOnceTheGroupDoesNotAnswer() {
        try (var it = new Harness(BROKER, SIMS)) {
            // Given
            var connector = it.connect();
            connector.awaitReport(1);
            int calls = it.simulator.calls().all().size();

            // When
            connector.kafkaIsThere = false;
            connector.control.scanNow();

            // Then
            await().atMost(PATIENCE).until(() -> connector.ear.notBegun.contains("Kafka does not answer"));
            assertThat(it.simulator.calls().all()).hasSize(calls);
            connector.kafkaIsThere = true;
            connector.awaitReport(2);
        }
    }

    @Test
    void goesOnWhenTheBrokerComesBack() throws Exception {
        try (var it = new Harness(BROKER, SIMS)) {
            // Given
            var connector = it.connect();
            connector.awaitReport(1);

            // When
            BROKER.stop();
            it.fleet.change("000000001", "label", "while Kafka is away");
            connector.control.scanNow();
            connector.awaitAborted(1);
            BROKER.start();

            // Then
            it.kafka.await(it.topics.events(), PATIENCE, events -> events.size() == SIMS + 1);
            connector.scan();
            assertThat(it.events()).hasSize(SIMS + 1);
            it.assertEveryDifferenceOnce();
        }
    }

    @ParameterizedTest
    @EnumSource
    void publishesOnceThoughTheBrokerIsRestartedInMidTransaction(Commit commit) throws Exception {
        try (var it = new Harness(BROKER, SIMS)) {
            // Given
            var connector = it.connect(5, (changes, journal) -> journal.deliver(changes));
            connector.awaitReport(1);
            it.changeAll("label", "before the restart");

            // When
            try (var hold = commit.hold(2)) {
                connector.control.scanNow();
                await().atMost(PATIENCE).until(hold::isStruck);
                BROKER.stop();
            }
            BROKER.start();

            // Then
            it.kafka.await(it.topics.events(), PATIENCE, events -> events.size() >= 2 * SIMS);
            connector.scan();
            assertThat(it.events()).hasSize(2 * SIMS);
            it.assertEveryDifferenceOnce();
        }
    }

    @ParameterizedTest
    @EnumSource
    void publishesOnceThoughTheLineIsCutInMidTransaction(Commit commit) throws Exception {
        try (var it = new Harness(BROKER, SIMS)) {
            // Given
            var connector = it.connect(5, (changes, journal) -> journal.deliver(changes));
            connector.awaitReport(1);
            it.changeAll("label", "before the cut");

            // When
            for (int page = 1; page <= 2; page++) {
                try (var hold = commit.hold(1)) {
                    connector.control.scanNow();
                    await().atMost(PATIENCE).until(hold::isStruck);
                    LINE.cut();
                }
            }

            // Then
            it.kafka.await(it.topics.events(), PATIENCE, events -> events.size() >= 2 * SIMS);
            connector.scan();
            assertThat(it.events()).hasSize(2 * SIMS);
            it.assertEveryDifferenceOnce();
        }
    }
}
