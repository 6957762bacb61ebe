package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.Results;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two accounts on one Kafka, told apart by the prefix of their topics alone: the group is what it is by itself. */
class TwoPrefixesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SIMS = 30;

    @Test
    void eachScansItsFleetAndCarriesOutItsCommands() {
        try (var eu = new SimulatedOnomondo(Fleet.of(SIMS)).start();
                var us = new SimulatedOnomondo(Fleet.of(SIMS)).start();
                var topics = new Topics(Surroundings.BROKER.bootstrapServers());
                var first = connector(eu, "eu.");
                var second = connector(us, "us.")) {
            assertThat(first.restPort()).isNotEqualTo(second.restPort());

            for (String prefix : new String[] {"eu.", "us."}) {
                // When
                String sim = eu.fleet().ids().get(0);
                topics.send(
                        prefix + "onomondo.sim.commands",
                        sim,
                        "{\"id\":\"" + prefix + "\",\"type\":\"relabel\",\"label\":\"" + prefix + "\"}");
                topics.flush();

                // Then
                var results = Results.of(
                        topics.await(prefix + "onomondo.sim.command-results", PATIENCE, all -> !all.isEmpty()));
                assertThat(results.statuses()).containsOnlyKeys("SUCCEEDED");
                topics.await(prefix + "onomondo.sim.events", PATIENCE, events -> events.size() >= SIMS);
            }
            assertThat(eu.calls().bulkCount()).isOne();
            assertThat(us.calls().bulkCount()).isOne();
        }
    }

    private static RunningConnector connector(SimulatedOnomondo api, String prefix) {
        return RunningConnector.start(
                Surroundings.BROKER.bootstrapServers(),
                api.url(),
                "ONOMONDO_TOPIC_PREFIX=" + prefix,
                "ONOMONDO_GROUP=two-prefixes",
                "ONOMONDO_SCAN_INTERVAL=2s");
    }
}
