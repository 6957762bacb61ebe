package io.github.camelonomondo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Calls;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.KafkaLine;
import io.github.camelonomondo.support.Load;
import io.github.camelonomondo.support.Stage;
import io.github.camelonomondo.support.Unchanged;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The packaged connector, whose Kafka stops under load and comes back. */
class KafkaAwayIT {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaAwayIT.class);
    private static final Duration SOON = Duration.ofSeconds(90);

    /** {@code -Dkafka.away=90} for longer than clients keep what they cannot send. */
    private static final Duration AWAY = Duration.ofSeconds(Long.getLong("kafka.away", 6));

    /** Well before those who stop it lose their patience. */
    private static final Duration STOPPED = Duration.ofSeconds(30);

    /** Longer than no call begins after the last heartbeat. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    /** What a batch in hand gets that can go on. */
    private static final Duration TWENTY_SECONDS = Duration.ofSeconds(20);

    private static final int IN_FLIGHT = 4;
    private static final int SIMS = 2_000;
    private static final int CUTS = 8;
    private static final int CUT_EVERY = 100;

    @Test
    void beginsNoCallWhileKafkaIsAwayAndGoesOnByItself() {
        try (var broker = new KafkaBroker().start();
                var stage = new Stage(broker.bootstrapServers(), SIMS).with("ONOMONDO_IN_FLIGHT", "" + IN_FLIGHT);
                var load = new Load(stage)) {
            // Given
            Calls calls = stage.api().calls();
            stage.api().when(Call::isBulk).delay(Duration.ofMillis(300));
            load.send(SIMS);
            stage.startReady();
            stage.awaitResults(SOON, 200);

            // When
            broker.stop();
            long atFirst = calls.bulkCount();
            await().during(AWAY).atMost(AWAY.plusSeconds(15)).until(new Unchanged(calls::bulkCount));
            long noticed = calls.bulkCount();
            broker.start();

            // Then
            var results = stage.awaitResults(SOON, SIMS);
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);
            LOG.info(
                    "Kafka was away for {}: {} calls before, {} until noticed, {} in all; {}, {} with two results",
                    AWAY,
                    atFirst,
                    noticed - atFirst,
                    calls.bulkCount(),
                    results,
                    results.withTwoResults().size());
            assertThat(noticed).isLessThan(SIMS / 20);
            assertThat(noticed - atFirst).isLessThanOrEqualTo(3 * IN_FLIGHT);
            assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
            assertThat(results.statuses()).containsOnlyKeys("SUCCEEDED");
            assertThat(load.wrongLabels(stage.api())).isEmpty();
            assertThat(stage.topics().read(stage.topic("onomondo.sim.commands.dlq")))
                    .isEmpty();
        }
    }

    @Test
    void stopsSoonAndLeavesWhatHasNoResultToTheNextStart() {
        try (var broker = new KafkaBroker().start();
                var stage = new Stage(broker.bootstrapServers(), SIMS)
                        .with("ONOMONDO_IN_FLIGHT", "" + IN_FLIGHT)
                        .with("ONOMONDO_SCAN_INTERVAL", "2s");
                var load = new Load(stage)) {
            // Given
            stage.api().when(Call::isBulk).delay(Duration.ofMillis(300));
            load.send(SIMS);
            var first = stage.startReady();
            stage.awaitResults(SOON, 200);
            broker.stop();

            // When
            Instant asked = Instant.now();
            int status = first.terminate();
            var took = Duration.between(asked, Instant.now());
            long before = stage.api().calls().bulkSimCount();
            broker.start();
            stage.startReady();

            // Then
            var results = stage.awaitResults(SOON, SIMS);
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);
            LOG.info("stopped without Kafka within {}, {} SIMs sent before; {}", took, before, results);
            assertThat(status).isZero();
            assertThat(took).isLessThan(STOPPED);
            assertThat(before).isLessThan(SIMS);
            assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
            assertThat(results.statuses()).containsOnlyKeys("SUCCEEDED");
            assertThat(load.wrongLabels(stage.api())).isEmpty();
            assertThat(stage.topics().read(stage.topic("onomondo.sim.commands.dlq")))
                    .isEmpty();
        }
    }

    /** Frozen, it keeps its connections and answers nothing. */
    @Test
    void stopsSoonWhileKafkaIsFrozenAndLeavesWhatHasNoResultToTheNextStart() {
        try (var line = new KafkaLine();
                var broker = new KafkaBroker(line).start();
                var stage = new Stage(broker.bootstrapServers(), SIMS)
                        .with("ONOMONDO_IN_FLIGHT", "" + IN_FLIGHT)
                        .with("ONOMONDO_SCAN_INTERVAL", "2s");
                var load = new Load(stage)) {
            // Given
            stage.api().when(Call::isBulk).delay(Duration.ofMillis(300));
            load.send(SIMS);
            var first = stage.startReady();
            stage.awaitResults(SOON, 200);
            line.freeze();

            // When
            Instant asked = Instant.now();
            int status = first.terminate();
            var took = Duration.between(asked, Instant.now());
            line.thaw();
            stage.startReady();

            // Then
            var results = stage.awaitResults(SOON, SIMS);
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);
            LOG.info("stopped while Kafka was frozen within {}; {}", took, results);
            assertThat(status).isZero();
            assertThat(took).isLessThan(STOPPED);
            assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
            assertThat(results.statuses()).containsOnlyKeys("SUCCEEDED");
            assertThat(load.wrongLabels(stage.api())).isEmpty();
        }
    }

    /** Nothing is unacknowledged, and no call may begin any more: there is nothing to wait for. */
    @Test
    void stopsSoonWhereOthersMayHaveTheBatchInHand() {
        try (var broker = new KafkaBroker().start();
                var stage = new Stage(broker.bootstrapServers(), SIMS);
                var load = new Load(stage)) {
            // Given: a batch in hand, none of which is done, and Kafka silent for longer than the lease
            var first = stage.startReady();
            stage.api().goAway();
            load.send(SIMS / 10);
            await().atMost(SOON).until(() -> first.read("/observe/metrics").contains("outcome=\"unavailable\""));
            broker.stop();
            await().pollDelay(LEASE).atMost(SOON).until(() -> true);

            // When
            Instant asked = Instant.now();
            int status = first.terminate();
            var took = Duration.between(asked, Instant.now());
            broker.start();
            stage.api().comeBack();
            stage.startReady();

            // Then
            var results = stage.awaitResults(SOON, SIMS / 10);
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);
            LOG.info("stopped without Kafka and without a lease within {}; {}", took, results);
            assertThat(status).isZero();
            assertThat(took).isLessThan(TWENTY_SECONDS);
            assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
            assertThat(results.withTwoResults()).isEmpty();
        }
    }

    @Test
    void goesOnByItselfHoweverOftenItsConnectionsAreCut() {
        try (var line = new KafkaLine();
                var broker = new KafkaBroker(line).start();
                var stage = new Stage(broker.bootstrapServers(), SIMS).with("ONOMONDO_IN_FLIGHT", "" + IN_FLIGHT);
                var load = new Load(stage)) {
            // Given
            stage.api().when(Call::isBulk).delay(Duration.ofMillis(300));
            load.send(SIMS / 2);
            stage.startReady();

            // When
            int amidWork = 0;
            for (int cut = 1; cut <= CUTS; cut++) {
                int done = stage.awaitResults(SOON, CUT_EVERY * cut).commands().size();
                amidWork += done < load.commands().size() ? 1 : 0;
                line.cut();
                load.send(SIMS / 2 / CUTS);
            }

            // Then
            var results = stage.awaitResults(SOON, load.commands().size());
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);
            LOG.info(
                    "cut {} times; {}, {} with two results",
                    CUTS,
                    results,
                    results.withTwoResults().size());
            assertThat(amidWork).isGreaterThan(CUTS / 2);
            assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
            assertThat(results.statuses()).containsOnlyKeys("SUCCEEDED");
            assertThat(load.wrongLabels(stage.api())).isEmpty();
            assertThat(stage.topics().read(stage.topic("onomondo.sim.commands.dlq")))
                    .isEmpty();
        }
    }
}
