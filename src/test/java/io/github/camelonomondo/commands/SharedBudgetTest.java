package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scan, commands and REST at once, against an API that counts. */
class SharedBudgetTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PREFIX = "shared.";
    private static final int PER_MINUTE = 600;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(6);
    /** Calls that may begin together. */
    private static final int BURST = 10;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void givesEachItsShareAndNeverSpendsMore() throws Exception {
        try (var api = new SimulatedOnomondo(Fleet.of(1_600)).start().limit(PER_MINUTE);
                var topics = new Topics(Surroundings.BROKER.bootstrapServers())) {
            // Given: a page per SIM, and more commands than can be sent meanwhile
            topics.create(6, PREFIX + Surroundings.COMMANDS);
            for (String sim : api.fleet().ids()) {
                topics.send(PREFIX + Surroundings.COMMANDS, sim, "{\"type\":\"relabel\",\"label\":\"x\"}", Map.of());
            }
            topics.flush();
            List<Duration> waited;
            try (var connector = RunningConnector.start(
                    Surroundings.BROKER.bootstrapServers(),
                    api.url(),
                    "ONOMONDO_TOPIC_PREFIX=" + PREFIX,
                    "ONOMONDO_GROUP=shared",
                    "ONOMONDO_SCAN_INTERVAL=1s",
                    "ONOMONDO_SCAN_PAGE_SIZE=1",
                    "ONOMONDO_CALLS_PER_MINUTE=" + PER_MINUTE)) {
                await().atMost(SOON)
                        .until(() ->
                                api.calls().bulkCount() > BURST && api.calls().count(Call::isPage) > 0);
                // When
                long from = System.nanoTime();
                waited = askFor(LONG_ENOUGH, connector);
                var calls = callsSince(from, api);

                // Then
                long pages = calls.stream().filter(Call::isPage).count();
                long bulks = calls.stream().filter(Call::isBulk).count();
                assertThat(pages)
                        .as("a fifth is the scan's, beside %s bulks", bulks)
                        .isGreaterThan((pages + bulks) / 8);
                assertThat(bulks).as("the rest is the commands'").isGreaterThan(pages);
            }
            assertThat(waited.stream().sorted().toList().get(waited.size() / 2))
                    .as("half of %s", waited)
                    .isLessThan(Duration.ofSeconds(1));
            assertThat(api.calls().answered(429)).isZero();
            // Any minute has ten times as much at the most; PaceTest has the minute itself.
            assertThat(api.calls().mostIn(Duration.ofSeconds(6))).isLessThanOrEqualTo(PER_MINUTE / 10 + 2 * BURST);
        }
    }

    private List<Duration> askFor(Duration length, RunningConnector connector)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.restPort() + "/sims/000000001"))
                .build();
        var waited = new ArrayList<Duration>();
        for (long from = System.nanoTime(); System.nanoTime() - from < length.toNanos(); ) {
            long asked = System.nanoTime();
            int status = http.send(request, BodyHandlers.ofString()).statusCode();
            waited.add(Duration.ofNanos(System.nanoTime() - asked));
            assertThat(status).isEqualTo(200);
            // One that asks without a pause would get every call, as REST goes first.
            await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        }
        return waited;
    }

    private static List<Call> callsSince(long from, SimulatedOnomondo api) {
        return api.calls().matching(call -> call.nanos() >= from);
    }
}
