package io.github.camelonomondo;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fault;
import io.github.camelonomondo.support.ConnectorProcess;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.KafkaLine;
import io.github.camelonomondo.support.Load;
import io.github.camelonomondo.support.Results;
import io.github.camelonomondo.support.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The packaged connector, killed where it hurts, stopped under load, and joined by another. */
class CrashIT {

    private static final Logger LOG = LoggerFactory.getLogger(CrashIT.class);
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration TAKEN_OVER = Duration.ofSeconds(30);
    /** Less than Camel waits at most. */
    private static final Duration STOPPED_IN_AN_OUTAGE = Duration.ofSeconds(35);

    /** A batch takes a second; one that nobody works on any more is waited for much longer. */
    private static final Duration STOPPED_UNDER_LOAD = Duration.ofSeconds(20);

    private static final Duration A_LONG_WINDOW = Duration.ofMinutes(5);

    private static final int SIMS = 200;
    private static final int PER_SECOND = 400;

    private static KafkaLine line;
    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        line = new KafkaLine();
        broker = new KafkaBroker(line).start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
        line.close();
    }

    @Test
    void losesNoCommandWhereverItIsKilled() {
        try (var stage = new Stage(broker.bootstrapServers(), SIMS);
                var load = new Load(stage)) {
            killBeforeACallIsApplied(stage, load);
            killOnceACallIsAppliedAndNotAnswered(stage, load);
            killAfterAnAnswerBeforeAnyResult(stage, load);
            killBetweenTheFirstResultAndTheCommit(stage, load);

            stage.start();
            var results = stage.awaitResults(SOON, load.commands().size());
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);

            assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
            assertThat(results.statuses().keySet()).isSubsetOf("SUCCEEDED", "SUPERSEDED");
            assertThat(load.wrongLabels(stage.api())).isEmpty();
            assertNoDeadLetters(stage);
            tell("killed 4 times", stage, results);
        }
    }

    private static void killBeforeACallIsApplied(Stage stage, Load load) {
        try (var fault = stage.api().always().when(Call::isBulk).hang()) {
            killAtTheFirstHit(stage, load, fault);
        }
    }

    private static void killOnceACallIsAppliedAndNotAnswered(Stage stage, Load load) {
        try (var fault = stage.api().always().when(Call::isBulk).applyAndHang()) {
            killAtTheFirstHit(stage, load, fault);
        }
    }

    private static void killAtTheFirstHit(Stage stage, Load load, Fault fault) {
        load.send(2 * SIMS);
        var connector = stage.start();
        await().atMost(SOON).until(() -> fault.hits() > 0);
        connector.kill();
    }

    private static void killAfterAnAnswerBeforeAnyResult(Stage stage, Load load) {
        int results = stage.results().size();
        long answered = stage.api().calls().answered(200);
        stage.with("ONOMONDO_IN_FLIGHT", "1");
        // Nothing reaches the broker any more from the first call on.
        try (var fault = stage.api().next(1).when(Call::isBulk).runAfter(line::freeze)) {
            load.send(2 * SIMS);
            var connector = stage.start();
            await().atMost(SOON)
                    .until(() -> fault.hits() > 0 && stage.api().calls().answered(200) > answered);
            connector.kill();
        }
        stage.with("ONOMONDO_IN_FLIGHT", "16");
        // What waited in the line goes with its connections.
        line.cut();
        line.thaw();
        assertThat(stage.results().size()).isEqualTo(results);
    }

    private static void killBetweenTheFirstResultAndTheCommit(Stage stage, Load load) {
        int before = stage.results().size();
        // One call never ends, and with it the batch.
        try (var fault = stage.api().next(1).when(Call::isBulk).hang()) {
            load.send(2 * SIMS);
            var connector = stage.start();
            stage.awaitResults(SOON, results -> results.size() > before);
            connector.kill();
            assertThat(fault.hits()).isOne();
        }
        assertThat(stage.uncommitted()).isPositive();
    }

    @Test
    void waitsOutAnOutageAlsoWhenItIsKilledMeanwhile() {
        try (var stage = new Stage(broker.bootstrapServers(), SIMS);
                var load = new Load(stage)) {
            // Given
            var first = stage.startReady();
            load.send(SIMS);
            stage.awaitResults(SOON, SIMS);
            stage.api().goAway();
            load.send(SIMS);
            await().atMost(SOON).until(() -> first.read("/observe/metrics").contains("outcome=\"unavailable\""));

            // When
            first.kill();
            var second = stage.startReady();
            load.send(SIMS);
            await().atMost(SOON).until(() -> second.read("/observe/metrics").contains("outcome=\"unavailable\""));
            assertThat(stage.results().size()).isEqualTo(SIMS);
            stage.api().comeBack();
            var results = stage.awaitResults(SOON, 3 * SIMS);

            // Then
            assertThat(results.size()).isEqualTo(3 * SIMS);
            assertThat(results.statuses().keySet()).isSubsetOf("SUCCEEDED", "SUPERSEDED");
            assertThat(load.wrongLabels(stage.api())).isEmpty();
            assertNoDeadLetters(stage);
        }
    }

    @Test
    void stopsSoonInAnOutageAndLeavesWhatIsNotDoneToTheNextStart() {
        try (var stage = new Stage(broker.bootstrapServers(), SIMS);
                var load = new Load(stage)) {
            // Given
            String unlucky = stage.api().fleet().ids().get(SIMS / 2);
            var first = stage.startReady();
            try (var fault =
                    stage.api().always().when(call -> call.touches(unlucky)).answer(503)) {
                load.send(SIMS);
                stage.awaitResults(SOON, results -> results.size() > 0);
                await().atMost(SOON).until(() -> fault.hits() > 0);
                stage.api().goAway();
            }
            // When
            Instant asked = Instant.now();
            int status = first.terminate();
            var took = Duration.between(asked, Instant.now());
            Results before = stage.results();
            long uncommitted = stage.uncommitted();
            stage.api().comeBack();
            stage.startReady();
            var results = stage.awaitResults(SOON, SIMS);
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);
            // Then
            LOG.info("stopped in an outage within {}, {} commands not committed; {}", took, uncommitted, results);
            assertThat(status).isZero();
            assertThat(took).isLessThan(STOPPED_IN_AN_OUTAGE);
            assertThat(before.size()).isBetween(1, SIMS - 1);
            assertThat(uncommitted).isBetween((long) SIMS - before.size(), SIMS - 1L);
            assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
            assertThat(results.statuses()).containsOnlyKeys("SUCCEEDED");
            assertThat(results.withTwoResults()).isEmpty();
            assertThat(load.wrongLabels(stage.api())).isEmpty();
            assertNoDeadLetters(stage);
        }
    }

    @Test
    void stopsSoonInTheWindowOfA429AndLeavesWhatIsNotSentToTheNextStart() {
        try (var stage = new Stage(broker.bootstrapServers(), SIMS);
                var load = new Load(stage)) {
            // Given
            var first = stage.startReady();
            load.send(SIMS / 2);
            stage.awaitResults(SOON, SIMS / 2);
            stage.api().throttleFor(A_LONG_WINDOW);
            load.send(SIMS / 4);
            await().atMost(SOON).until(() -> stage.api().calls().answered(429) > 0);
            load.send(SIMS / 4);
            // When
            Instant asked = Instant.now();
            int status = first.terminate();
            var took = Duration.between(asked, Instant.now());
            long uncommitted = stage.uncommitted();
            stage.api().throttleFor(Duration.ZERO);
            stage.startReady();
            var results = stage.awaitResults(SOON, SIMS);
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);
            // Then
            LOG.info("stopped in the window of a 429 within {}, {} commands not committed", took, uncommitted);
            assertThat(status).isZero();
            assertThat(took).isLessThan(STOPPED_IN_AN_OUTAGE);
            assertThat(uncommitted).isEqualTo(SIMS / 2);
            assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
            assertThat(results.withTwoResults()).isEmpty();
            assertThat(results.statuses()).containsOnlyKeys("SUCCEEDED");
            assertThat(load.wrongLabels(stage.api())).isEmpty();
            assertNoDeadLetters(stage);
        }
    }

    @Test
    void sendsNothingTwiceWhenItIsStoppedUnderLoad() {
        try (var stage = slowStage();
                var load = new Load(stage)) {
            var first = stage.startReady();
            try (load) {
                load.flow(PER_SECOND);
                stage.awaitResults(SOON, PER_SECOND);
                Instant asked = Instant.now();
                assertThat(first.terminate()).isZero();
                var took = Duration.between(asked, Instant.now());
                LOG.info("stopped under load within {}", took);
                assertThat(took).isLessThan(STOPPED_UNDER_LOAD);
            }
            stage.startReady();

            assertExactlyOnce(stage, load);
        }
    }

    @Test
    void finishesEveryCommandOnceWhenAnotherJoinsInAndTheFirstIsStopped() {
        try (var stage = slowStage();
                var load = new Load(stage)) {
            ConnectorProcess first = stage.startReady();
            try (load) {
                load.flow(PER_SECOND);
                stage.awaitResults(SOON, PER_SECOND);
                var second = stage.startReady();
                awaitResultsOf(second);
                assertThat(first.terminate()).isZero();
                int before = stage.results().size();
                Instant stopped = Instant.now();
                stage.awaitResults(TAKEN_OVER, results -> results.size() > before + 2 * PER_SECOND);
                LOG.info("the second finishes all after {}", Duration.between(stopped, Instant.now()));
            }

            assertExactlyOnce(stage, load);
        }
    }

    /** Calls take their time, so that there is always a batch in hand. */
    private static Stage slowStage() {
        var stage = new Stage(broker.bootstrapServers(), SIMS);
        stage.api().when(Call::isBulk).delay(Duration.ofMillis(200));
        return stage;
    }

    private static void awaitResultsOf(ConnectorProcess connector) {
        await().atMost(SOON)
                .until(() ->
                        connector.read("/observe/metrics").contains("onomondo_commands_total{status=\"succeeded\""));
    }

    private static void assertExactlyOnce(Stage stage, Load load) {
        var results = stage.awaitResults(SOON, load.commands().size());
        await().atMost(SOON).until(() -> stage.uncommitted() == 0);
        assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
        assertThat(results.withTwoResults()).isEmpty();
        assertThat(sentTwice(stage)).isEmpty();
        assertThat(load.wrongLabels(stage.api())).isEmpty();
        assertNoDeadLetters(stage);
        tell("stopped or joined", stage, results);
    }

    /** Every label is given once only, so an update that comes again was sent twice. */
    private static List<String> sentTwice(Stage stage) {
        return stage.api().calls().bulks().stream()
                .flatMap(call -> call.items().stream())
                .collect(groupingBy(item -> item.toString(), counting()))
                .entrySet()
                .stream()
                .filter(update -> update.getValue() > 1)
                .map(update -> update.getValue() + " times " + update.getKey())
                .toList();
    }

    private static void assertNoDeadLetters(Stage stage) {
        assertThat(stage.topics().read(stage.topic("onomondo.sim.commands.dlq")))
                .isEmpty();
        assertThat(stage.api().calls().bulks())
                .allSatisfy(bulk ->
                        assertThat(bulk.sims()).hasSizeLessThanOrEqualTo(20).doesNotHaveDuplicates());
    }

    private static void tell(String what, Stage stage, Results results) {
        LOG.info(
                "{}: {}, {} with two results; {} bulks, {} updates sent twice",
                what,
                results,
                results.withTwoResults().size(),
                stage.api().calls().bulkCount(),
                sentTwice(stage).size());
    }
}
