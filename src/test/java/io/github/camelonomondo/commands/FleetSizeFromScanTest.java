package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.Results;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scan has seen how many pages the fleet fills, so commands need not find out. */
class FleetSizeFromScanTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PREFIX = "fleet-size.";
    private static final String COMMANDS = PREFIX + "onomondo.sim.commands";
    private static final String RESULTS = PREFIX + "onomondo.sim.command-results";
    private static final String CONTROL = PREFIX + "onomondo.connector.control";
    private static final String NOTIFICATIONS = PREFIX + "onomondo.connector.notifications";

    @Test
    void aHandfulOfSimsInAFleetOfOnePageIsReadByOneCall() {
        try (var api = new SimulatedOnomondo(Fleet.of(1_000)).start();
                var topics = new Topics(Surroundings.BROKER.bootstrapServers())) {
            // Given
            topics.create(1, COMMANDS);
            List<String> sims = api.fleet().ids().subList(0, 3);
            sims.forEach(sim -> api.fleet().change(sim, "tags", List.of()));
            try (var connector = RunningConnector.start(
                    Surroundings.BROKER.bootstrapServers(),
                    api.url(),
                    "ONOMONDO_TOPIC_PREFIX=" + PREFIX,
                    "ONOMONDO_GROUP=fleet-size",
                    "ONOMONDO_SCAN_INTERVAL=1h",
                    "ONOMONDO_CALLS_PER_MINUTE=0")) {
                assertThat(connector.restPort()).isPositive();
                awaitNotifications(topics, "scan.completed", 1);
                order(topics, "pause-commands", 1);
                sims.forEach(sim -> topics.send(COMMANDS, sim, "{\"type\":\"tag\",\"tag\":\"Supplier\"}"));
                topics.flush();
                api.calls().clear();

                // When
                order(topics, "resume-commands", 2);
                var results = Results.of(topics.await(RESULTS, PATIENCE, all -> all.size() == sims.size()));

                // Then
                assertThat(results.statuses()).containsOnlyKeys("SUCCEEDED");
                assertThat(api.calls().matching(Call::isRead)).isEmpty();
                assertThat(api.calls().matching(Call::isPage)).hasSize(1);
            }
        }
    }

    private static void order(Topics topics, String name, int answers) {
        topics.send(CONTROL, "ops", "{\"order\":\"" + name + "\"}");
        topics.flush();
        awaitNotifications(topics, "order.done", answers);
    }

    private static void awaitNotifications(Topics topics, String type, int count) {
        topics.await(
                NOTIFICATIONS,
                PATIENCE,
                records -> records.stream()
                                .filter(record ->
                                        Topics.header(record, "ce_type").endsWith(type + ".v1"))
                                .count()
                        == count);
    }
}
