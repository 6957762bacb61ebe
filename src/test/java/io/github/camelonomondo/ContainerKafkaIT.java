package io.github.camelonomondo;

import static io.github.camelonomondo.support.Stage.relabel;
import static io.github.camelonomondo.support.Topics.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Calls;
import io.github.camelonomondo.support.Load;
import io.github.camelonomondo.support.Ports;
import io.github.camelonomondo.support.Stage;
import io.github.camelonomondo.support.Unchanged;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The packaged connector on a broker that runs elsewhere, and that can be frozen. */
@Testcontainers(disabledWithoutDocker = true)
class ContainerKafkaIT {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerKafkaIT.class);
    private static final Duration SOON = Duration.ofSeconds(90);

    private static final Duration AWAY = Duration.ofSeconds(Long.getLong("kafka.away", 6));
    private static final int IN_FLIGHT = 4;
    private static final int SIMS = 4_000;
    private static final int FEWEST_BULKS = SIMS / 20;

    @Container
    private static final KafkaContainer KAFKA =
            new KafkaContainer("apache/kafka:" + System.getProperty("kafka.version"));

    private static final DockerClient DOCKER = KAFKA.getDockerClient();

    static {
        // A port that stays the same, or clients never come back.
        KAFKA.setPortBindings(List.of(Ports.free() + ":9092"));
    }

    @Test
    void goesFromCommandToBulkToResultAndFromScanToEvent() {
        try (var stage = new Stage(KAFKA.getBootstrapServers(), 30).with("ONOMONDO_SCAN_INTERVAL", "1s")) {
            // Given
            stage.startReady();
            stage.topics().await(stage.topic("onomondo.sim.events"), SOON, events -> events.size() >= 30);

            // When
            stage.api().fleet().ids().forEach(sim -> stage.send(relabel("c-" + sim, sim, "new")));
            var results = stage.awaitResults(SOON, 30);
            var events = stage.topics().await(stage.topic("onomondo.sim.events"), SOON, all -> all.size() >= 60);

            // Then
            assertThat(results.size()).isEqualTo(30);
            assertThat(results.statuses()).containsOnlyKeys("SUCCEEDED");
            assertThat(stage.api().calls().bulks()).hasSizeBetween(2, 10);
            assertThat(events).hasSize(60);
            assertThat(events.stream().filter(event -> "command".equals(header(event, "origin"))))
                    .hasSize(30);
        }
    }

    @Test
    void beginsNoCallWhileKafkaIsAwayAndLosesNothing() {
        try (var stage = new Stage(KAFKA.getBootstrapServers(), SIMS).with("ONOMONDO_IN_FLIGHT", "" + IN_FLIGHT);
                var load = new Load(stage)) {
            // Given
            Calls calls = stage.api().calls();
            stage.api().when(Call::isBulk).delay(Duration.ofMillis(300));
            load.send(SIMS);
            stage.startReady();
            stage.awaitResults(SOON, 300);

            // When
            freeze();
            long atFirst = calls.bulkCount();
            await().during(AWAY).atMost(AWAY.plusSeconds(15)).until(new Unchanged(calls::bulkCount));
            long noticed = calls.bulkCount();
            thaw();

            // Then
            var results = stage.awaitResults(SOON, SIMS);
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);
            LOG.info(
                    "frozen after {} of {} calls, {} began later; {}",
                    atFirst,
                    calls.bulkCount(),
                    noticed - atFirst,
                    results);
            assertThat(noticed).isLessThan(FEWEST_BULKS);
            assertThat(noticed - atFirst).isLessThanOrEqualTo(3 * IN_FLIGHT);
            assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
            assertThat(results.withTwoResults()).isEmpty();
            assertThat(load.wrongLabels(stage.api())).isEmpty();
            assertThat(calls.bulkSimCount()).isEqualTo(SIMS);
        }
    }

    @Test
    void goesOnByItselfWhenKafkaIsKilledAndStartedAgain() {
        goesOnByItself(
                "killed",
                () -> DOCKER.killContainerCmd(KAFKA.getContainerId()).exec(),
                () -> DOCKER.startContainerCmd(KAFKA.getContainerId()).exec());
    }

    @Test
    void goesOnByItselfWhenKafkaIsCutFromItsNetworkAndConnectedAgain() {
        goesOnByItself(
                "cut off",
                () -> DOCKER.disconnectFromNetworkCmd()
                        .withNetworkId("bridge")
                        .withContainerId(KAFKA.getContainerId())
                        .withForce(true)
                        .exec(),
                () -> DOCKER.connectToNetworkCmd()
                        .withNetworkId("bridge")
                        .withContainerId(KAFKA.getContainerId())
                        .exec());
    }

    private static void goesOnByItself(String how, Runnable goes, Runnable comesBack) {
        try (var stage = new Stage(KAFKA.getBootstrapServers(), SIMS).with("ONOMONDO_IN_FLIGHT", "" + IN_FLIGHT);
                var load = new Load(stage)) {
            // Given
            Calls calls = stage.api().calls();
            stage.api().when(Call::isBulk).delay(Duration.ofMillis(300));
            load.send(SIMS / 2);
            stage.startReady();
            stage.awaitResults(SOON, 300);

            // When
            goes.run();
            long atFirst = calls.bulkCount();
            await().during(AWAY).atMost(AWAY.plusSeconds(15)).until(new Unchanged(calls::bulkCount));
            long noticed = calls.bulkCount();
            comesBack.run();

            // Then
            var results = stage.awaitResults(SOON, SIMS / 2);
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);
            LOG.info(
                    "{} for {} after {} of {} calls, {} began later; {}, {} with two results",
                    how,
                    AWAY,
                    atFirst,
                    calls.bulkCount(),
                    noticed - atFirst,
                    results,
                    results.withTwoResults().size());
            assertThat(noticed - atFirst).isLessThanOrEqualTo(3 * IN_FLIGHT);
            assertThat(results.commands()).containsExactlyInAnyOrderElementsOf(load.commands());
            assertThat(results.statuses()).containsOnlyKeys("SUCCEEDED");
            assertThat(load.wrongLabels(stage.api())).isEmpty();
        }
    }

    private static void freeze() {
        DOCKER.pauseContainerCmd(KAFKA.getContainerId()).exec();
    }

    private static void thaw() {
        DOCKER.unpauseContainerCmd(KAFKA.getContainerId()).exec();
    }
}
