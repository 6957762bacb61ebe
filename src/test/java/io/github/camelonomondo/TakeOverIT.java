package io.github.camelonomondo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.support.ConnectorProcess;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Load;
import io.github.camelonomondo.support.Stage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two packaged connectors share the commands, and one of them dies or freezes in mid-batch. */
class TakeOverIT {

    private static final Logger LOG = LoggerFactory.getLogger(TakeOverIT.class);
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration TAKEN_OVER = Duration.ofSeconds(30);
    /** Time enough for a call that was about to be made when its connector froze. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private static final int SIMS = 400;

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new KafkaBroker().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void finishesWithinHalfAMinuteWhatADeadOneHeld() {
        try (var stage = slowStage();
                var load = new Load(stage)) {
            // Given
            var first = startBoth(stage, load);
            int before = load.commands().size();
            load.send(SIMS);
            stage.awaitResults(SOON, before + SIMS / 10);

            // When
            first.kill();
            Instant killed = Instant.now();
            assertThat(stage.uncommitted()).isPositive();

            // Then
            var results = stage.awaitResults(TAKEN_OVER, load.commands().size());
            LOG.info(
                    "the other has finished all {} after the kill; {}",
                    Duration.between(killed, Instant.now()),
                    results);
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);
            assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
            assertThat(load.wrongLabels(stage.api())).isEmpty();
        }
    }

    @Test
    void keepsTheLastValuesWhenOneThatWasFrozenWakesUpLate() {
        // Its calls wait for the budget, so several are about to be made when it wakes up.
        try (var stage = new Stage(broker.bootstrapServers(), SIMS).with("ONOMONDO_CALLS_PER_MINUTE", "240");
                var load = new Load(stage)) {
            // Given
            var first = startBoth(stage, load);
            int before = load.commands().size();
            load.send(SIMS);
            stage.awaitResults(SOON, before + 1);
            first.pause();
            assertThat(stage.uncommitted()).isPositive();
            load.send(SIMS);
            stage.awaitResults(SOON, load.commands().size());
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);
            long calls = stage.api().calls().bulkCount();

            // When
            first.resume();

            // Then
            await().during(LATE)
                    .atMost(SOON)
                    .until(() -> load.wrongLabels(stage.api()).isEmpty());
            LOG.info("{} bulks after it woke up", stage.api().calls().bulkCount() - calls);

            // And: it takes part again
            load.send(SIMS);
            var results = stage.awaitResults(SOON, load.commands().size());
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);
            assertThat(first.isAlive()).isTrue();
            assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
            assertThat(load.wrongLabels(stage.api())).isEmpty();
            assertThat(stage.topics().read(stage.topic("onomondo.sim.commands.dlq")))
                    .isEmpty();
        }
    }

    /** Calls take their time, two at once, so that each has a batch in hand for seconds. */
    private static Stage slowStage() {
        var stage = new Stage(broker.bootstrapServers(), SIMS).with("ONOMONDO_IN_FLIGHT", "2");
        stage.api().when(Call::isBulk).delay(Duration.ofMillis(300));
        return stage;
    }

    /** Starts two that both have finished commands; gives the first. */
    private static ConnectorProcess startBoth(Stage stage, Load load) {
        var first = stage.startReady();
        var second = stage.startReady();
        await().atMost(SOON).until(() -> {
            load.send(20);
            stage.awaitResults(SOON, load.commands().size());
            return hasResults(first) && hasResults(second);
        });
        return first;
    }

    private static boolean hasResults(ConnectorProcess connector) {
        return connector.read("/observe/metrics").contains("onomondo_commands_total{status=\"succeeded\"");
    }
}
