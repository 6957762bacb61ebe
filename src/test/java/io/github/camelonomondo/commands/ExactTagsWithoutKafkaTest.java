package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import io.github.camelonomondo.support.Unchanged;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Kafka goes while tags are added by calls of their own, which could not be recorded any more. */
class ExactTagsWithoutKafkaTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String COMMANDS = "exact-away.onomondo.sim.commands";
    private static final String RESULTS = "exact-away.onomondo.sim.command-results";
    private static final int SIMS = 200;
    private static final int IN_FLIGHT = 4;
    private static final Duration CALL = Duration.ofMillis(300);

    @Test
    void beginNoCallUntilItIsBack() {
        try (var broker = new KafkaBroker().start();
                var api = new SimulatedOnomondo(Fleet.of(SIMS)).start();
                var topics = new Topics(broker.bootstrapServers())) {
            // Given
            topics.create(1, COMMANDS);
            api.when(ExactTagsWithoutKafkaTest::isTag).delay(CALL);
            api.fleet().ids().forEach(sim -> topics.send(COMMANDS, sim, "{\"type\":\"tag\",\"tag\":\"Product A\"}"));
            topics.flush();
            try (var connector = RunningConnector.start(
                    broker.bootstrapServers(),
                    api.url(),
                    "ONOMONDO_COMMANDS_TAGS=exact",
                    "ONOMONDO_TOPIC_PREFIX=exact-away.",
                    "ONOMONDO_GROUP=exact-away",
                    "ONOMONDO_SCAN_INTERVAL=0",
                    "ONOMONDO_CALLS_PER_MINUTE=0",
                    "ONOMONDO_IN_FLIGHT=" + IN_FLIGHT)) {
                assertThat(connector.restPort()).isPositive();
                topics.await(RESULTS, SOON, results -> results.size() >= IN_FLIGHT);

                // When
                broker.stop();
                long gone = api.calls().count(ExactTagsWithoutKafkaTest::isTag);
                await().during(Duration.ofSeconds(6))
                        .atMost(SOON)
                        .until(new Unchanged(() -> api.calls().count(ExactTagsWithoutKafkaTest::isTag)));

                // Then: those under way, those that began before the first went unacknowledged
                assertThat(api.calls().count(ExactTagsWithoutKafkaTest::isTag) - gone)
                        .isLessThanOrEqualTo(4 * IN_FLIGHT);

                // When
                broker.start();

                // Then
                topics.await(RESULTS, SOON, results -> results.size() >= SIMS);
            }
        }
    }

    private static boolean isTag(Call call) {
        return call.path().contains("/tags/") && call.method().equals("PUT");
    }
}
