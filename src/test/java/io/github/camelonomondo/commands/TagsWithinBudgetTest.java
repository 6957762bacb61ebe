package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Results;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A backlog of commands whose SIMs must be looked up one by one, as the fleet is too large for its pages. */
class TagsWithinBudgetTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String COMMANDS = "tags-budget.onomondo.sim.commands";
    private static final String RESULTS = "tags-budget.onomondo.sim.command-results";
    private static final int FLEET = 100_000;
    private static final int SIMS = 140;

    private static final int CALLS_PER_MINUTE = 600;
    /** Of the share of one of two, as a second one may join at any time. */
    private static final int TWENTY_SECONDS = CALLS_PER_MINUTE / 2 / 3;

    @Test
    void areInHandForTwentySecondsAtMostAndNoneIsLostOrDoneTwice() {
        try (var broker = new KafkaBroker().start();
                var api = new SimulatedOnomondo(Fleet.of(FLEET)).start();
                var topics = new Topics(broker.bootstrapServers())) {
            // Given: of each SIM a tag comes, another comes, and the first goes
            topics.create(3, COMMANDS);
            List<String> sims = api.fleet().ids().subList(FLEET - SIMS, FLEET);
            sims.forEach(sim -> api.fleet().change(sim, "tags", List.of()));
            sims.forEach(sim -> topics.send(COMMANDS, sim, "{\"type\":\"tag\",\"tag\":\"Product A\"}"));
            sims.forEach(sim -> topics.send(COMMANDS, sim, "{\"type\":\"tag\",\"tag\":\"Supplier\"}"));
            sims.forEach(sim -> topics.send(COMMANDS, sim, "{\"type\":\"untag\",\"tag\":\"Product A\"}"));
            topics.flush();

            // When: it is stopped, in the middle of it
            int before;
            try (var connector = start(broker, api)) {
                assertThat(connector.restPort()).isPositive();
                topics.await(RESULTS, PATIENCE, results -> results.size() >= 20);
                before = api.calls().all().size();
            }
            int atTheStop = api.calls().all().size() - before;
            Results first = Results.of(topics.read(RESULTS));
            try (var connector = start(broker, api)) {
                assertThat(connector.restPort()).isPositive();
                topics.await(RESULTS, PATIENCE, results -> results.size() >= 3 * SIMS);
                Awaitility.await().atMost(PATIENCE).until(() -> topics.uncommitted("tags-budget", COMMANDS) == 0);
            }

            // Then
            var results = Results.of(topics.read(RESULTS));
            assertThat(results.size()).isEqualTo(3 * SIMS);
            assertThat(results.withTwoResults()).isEmpty();
            assertThat(sims).allMatch(sim -> api.fleet().tags(sim).size() == 1);
            assertThat(sims)
                    .allSatisfy(sim ->
                            assertThat(api.fleet().tags(sim)).doesNotContain("aef0c9c8-f6d5-4e93-a330-1f59d5093d92"));
            assertThat(atTheStop).isBetween(1, TWENTY_SECONDS);
            assertThat(first.size()).as("it did not do all there was").isLessThan(3 * SIMS);
        }
    }

    private static RunningConnector start(KafkaBroker broker, SimulatedOnomondo api) {
        return RunningConnector.start(
                broker.bootstrapServers(),
                api.url(),
                "ONOMONDO_TOPIC_PREFIX=tags-budget.",
                "ONOMONDO_GROUP=tags-budget",
                "ONOMONDO_SCAN_INTERVAL=0",
                "ONOMONDO_CALLS_PER_MINUTE=" + CALLS_PER_MINUTE);
    }
}
