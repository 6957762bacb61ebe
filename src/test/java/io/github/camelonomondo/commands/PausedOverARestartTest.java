package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands are paused by order, and the connector is started anew. */
class PausedOverARestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PREFIX = "paused.";
    private static final String COMMANDS = PREFIX + "onomondo.sim.commands";
    private static final String RESULTS = PREFIX + "onomondo.sim.command-results";
    private static final String CONTROL = PREFIX + "onomondo.connector.control";
    private static final String NOTIFICATIONS = PREFIX + "onomondo.connector.notifications";

    @Test
    void beginsNothingOfWhatWaitsUntilTheyAreResumed() {
        try (var api = new SimulatedOnomondo(Fleet.of(20)).start();
                var topics = new Topics(Surroundings.BROKER.bootstrapServers())) {
            List<String> sims = api.fleet().ids();

            // Given: a pause, and commands that wait
            try (var first = start(api)) {
                assertThat(first.restPort()).isPositive();
                order(topics, "pause-commands", 1);
                sims.forEach(sim -> topics.send(COMMANDS, sim, "{\"type\":\"relabel\",\"label\":\"new\"}"));
                topics.flush();
            }

            // When
            try (var second = start(api)) {
                assertThat(second.restPort()).isPositive();

                // Then
                await().during(Duration.ofSeconds(4))
                        .atMost(PATIENCE)
                        .until(() -> api.calls().bulks().isEmpty());
                order(topics, "resume-commands", 2);
                topics.await(RESULTS, PATIENCE, results -> results.size() == sims.size());
                assertThat(sims).allMatch(sim -> "new".equals(api.fleet().label(sim)));
            }
        }
    }

    private static RunningConnector start(SimulatedOnomondo api) {
        return RunningConnector.start(
                Surroundings.BROKER.bootstrapServers(),
                api.url(),
                "ONOMONDO_TOPIC_PREFIX=" + PREFIX,
                "ONOMONDO_GROUP=paused",
                "ONOMONDO_SCAN_INTERVAL=0",
                "ONOMONDO_CALLS_PER_MINUTE=0");
    }

    private static void order(Topics topics, String name, int answers) {
        topics.send(CONTROL, "ops", "{\"order\":\"" + name + "\"}");
        topics.flush();
        topics.await(
                NOTIFICATIONS,
                PATIENCE,
                records -> records.stream()
                                .filter(record ->
                                        Topics.header(record, "ce_type").endsWith("order.done.v1"))
                                .count()
                        == answers);
    }
}
