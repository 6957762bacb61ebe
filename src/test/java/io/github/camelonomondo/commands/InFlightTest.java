package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fault;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.Results;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code ONOMONDO_IN_FLIGHT} is for all calls together, whoever makes them. */
class InFlightTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PREFIX = "in-flight.";
    private static final String COMMANDS = PREFIX + "onomondo.sim.commands";
    private static final String RESULTS = PREFIX + "onomondo.sim.command-results";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void commandsScanAndRestTogetherMakeNoMoreCallsAtOnceThanAllowed() {
        try (var api = new SimulatedOnomondo(Fleet.of(300)).start();
                var topics = new Topics(Surroundings.BROKER.bootstrapServers())) {
            // Given
            topics.create(1, COMMANDS);
            List<String> sims = api.fleet().ids();
            sims.forEach(sim -> topics.send(COMMANDS, sim, "{\"type\":\"relabel\",\"label\":\"pump\"}"));
            topics.flush();
            api.when(call -> true).delay(Duration.ofMillis(200));

            // When
            try (var connector = RunningConnector.start(
                    Surroundings.BROKER.bootstrapServers(),
                    api.url(),
                    "ONOMONDO_TOPIC_PREFIX=" + PREFIX,
                    "ONOMONDO_GROUP=in-flight",
                    "ONOMONDO_IN_FLIGHT=2",
                    "ONOMONDO_SCAN_INTERVAL=1s",
                    "ONOMONDO_SCAN_PAGE_SIZE=20",
                    "ONOMONDO_CALLS_PER_MINUTE=0")) {
                List<CompletableFuture<Integer>> answers = IntStream.range(0, 5)
                        .mapToObj(i -> statusOf(connector.restPort(), sims.get(i)))
                        .toList();
                var results = Results.of(topics.await(RESULTS, PATIENCE, all -> all.size() == sims.size()));

                // Then
                assertThat(results.statuses()).containsOnlyKeys("SUCCEEDED");
                assertThat(answers)
                        .allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
                assertThat(api.calls().matching(Call::isPage)).isNotEmpty();
                assertThat(api.calls().mostUnderway()).isEqualTo(2);
            }
        }
    }

    @Test
    void oneThatFailsAgainAndAgainLeavesItsPlaceToOthers() {
        String prefix = "one-place.";
        try (var api = new SimulatedOnomondo(Fleet.of(2)).start();
                var topics = new Topics(Surroundings.BROKER.bootstrapServers())) {
            // Given
            String broken = api.fleet().ids().get(0);
            String other = api.fleet().ids().get(1);
            Fault fails =
                    api.when(call -> call.isBulk() && call.touches(broken)).answer(503);
            topics.create(1, prefix + "onomondo.sim.commands");
            topics.send(prefix + "onomondo.sim.commands", broken, "{\"type\":\"activate\"}");
            topics.flush();

            try (var connector = RunningConnector.start(
                    Surroundings.BROKER.bootstrapServers(),
                    api.url(),
                    "ONOMONDO_TOPIC_PREFIX=" + prefix,
                    "ONOMONDO_GROUP=one-place",
                    "ONOMONDO_IN_FLIGHT=1",
                    "ONOMONDO_SCAN_INTERVAL=0")) {
                assertThat(connector.restPort()).isPositive();
                await().atMost(PATIENCE).until(() -> fails.hits() > 1);

                // When
                topics.send(prefix + "onomondo.sim.commands", other, "{\"type\":\"activate\"}");
                topics.flush();

                // Then
                assertThat(topics.await(prefix + "onomondo.sim.command-results", PATIENCE, all -> all.size() == 1))
                        .singleElement()
                        .satisfies(result -> assertThat(result.key()).isEqualTo(other));
                api.recover();
            }
        }
    }

    private CompletableFuture<Integer> statusOf(int port, String sim) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/sims/" + sim))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }
}
