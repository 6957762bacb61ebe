package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** In what order a connector ends that is asked to stop while a call is under way. */
class DrainTest {

    private static final String GROUP = "drain";
    private static final TopicPartition COMMANDS = new TopicPartition("drain.onomondo.sim.commands", 0);
    private static final String RESULTS = "drain.onomondo.sim.command-results";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Time enough to ask for the stop meanwhile. */
    private static final Duration CALL = Duration.ofSeconds(5);

    /** Time enough to ask for the stop meanwhile, and for a call or two after it. */
    private static final Duration SHORT_CALL = Duration.ofSeconds(1);

    /** Looked at in this order: what is seen of the second and third is never older than what is seen of the first. */
    private record Seen(int members, long committed, int results) {}

    @Test
    void readsNoMoreThenEndsTheCallThenWritesResultsThenCommitsThenLeaves() throws Exception {
        try (var broker = new KafkaBroker().start();
                var api = new SimulatedOnomondo(Fleet.of(40)).start();
                var topics = new Topics(broker.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // Given
            api.when(Call::isBulk).delay(CALL);
            topics.create(1, COMMANDS.topic());
            List<String> sims = api.fleet().ids();
            relabel(topics, sims.subList(0, 20));
            var connector = start(broker, api);
            await().atMost(PATIENCE).until(() -> api.calls().count(Call::isBulk) == 1);

            // When
            var stop = CompletableFuture.runAsync(connector::close);
            await().atMost(PATIENCE).until(() -> !connector.isActive());
            relabel(topics, sims.subList(20, 40));
            var seen = new ArrayList<Seen>();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
                seen.add(look(admin, topics));
                return stop.isDone();
            });
            stop.get();
            seen.add(look(admin, topics));

            // Then
            assertThat(seen.get(seen.size() - 1)).isEqualTo(new Seen(0, 20, 20));
            assertThat(seen)
                    .filteredOn(moment -> moment.members() == 0)
                    .as("left, so it has committed")
                    .allSatisfy(moment -> assertThat(moment.committed()).isEqualTo(20));
            assertThat(seen)
                    .filteredOn(moment -> moment.committed() > 0)
                    .as("committed, so results are out")
                    .allSatisfy(moment -> assertThat(moment.results()).isEqualTo(20));
            assertThat(api.calls().count(Call::isBulk)).isEqualTo(1);
        }
    }

    @Test
    void endsARestBulkThatWaitsForTheBudget() throws Exception {
        try (var broker = new KafkaBroker().start();
                var api = new SimulatedOnomondo(Fleet.of(200)).start()) {
            // Given
            var connector = start(broker, api, "ONOMONDO_CALLS_PER_MINUTE=3");
            var response = update(connector, api.fleet().ids());
            await().atMost(PATIENCE).until(() -> api.calls().count(Call::isBulk) == 3);

            // When
            var stop = CompletableFuture.runAsync(connector::close);
            await().atMost(Duration.ofSeconds(15)).until(stop::isDone);

            // Then
            assertThat(response.get().body().lines())
                    .hasSize(200)
                    .filteredOn(line -> line.contains("\"error\":\"unavailable\""))
                    .hasSize(140);
            assertThat(api.calls().count(Call::isBulk)).isEqualTo(3);
        }
    }

    @Test
    void endsARestBulkWithTheCallsUnderWayAndSaysSoOfTheOthers() throws Exception {
        try (var broker = new KafkaBroker().start();
                var api = new SimulatedOnomondo(Fleet.of(2000)).start()) {
            // Given
            api.when(Call::isBulk).delay(SHORT_CALL);
            var connector = start(broker, api);
            var response = update(connector, api.fleet().ids());
            await().atMost(PATIENCE).until(() -> api.calls().count(Call::isBulk) > 2);

            // When
            connector.close();

            // Then
            var lines = response.get().body().lines().toList();
            long sent = api.calls().count(Call::isBulk);
            assertThat(lines).hasSize(2000);
            assertThat(lines)
                    .filteredOn(line -> line.contains("\"success\":true"))
                    .hasSize((int) sent * 20);
            assertThat(lines)
                    .filteredOn(line -> line.contains("\"error\":\"unavailable\""))
                    .hasSize(2000 - (int) sent * 20);
            assertThat(sent).as("of 100 calls").isLessThan(20);
        }
    }

    @Test
    void finishesTheBatchThoughItsCallHasJustFailed() throws Exception {
        try (var broker = new KafkaBroker().start();
                var api = new SimulatedOnomondo(Fleet.of(20)).start();
                var topics = new Topics(broker.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // Given
            api.when(Call::isBulk).next(1).delay(SHORT_CALL);
            api.when(Call::isBulk).next(1).answer(503);
            topics.create(1, COMMANDS.topic());
            relabel(topics, api.fleet().ids());
            var connector = start(broker, api);
            await().atMost(PATIENCE).until(() -> api.calls().count(Call::isBulk) == 1);

            // When
            connector.close();

            // Then
            assertThat(api.calls().answered(503)).isOne();
            assertThat(look(admin, topics)).isEqualTo(new Seen(0, 20, 20));
        }
    }

    @Test
    void doesNothingTwiceThatWasDoneBehindWhatAnOutageLeft() throws Exception {
        try (var broker = new KafkaBroker().start();
                var api = new SimulatedOnomondo(Fleet.of(2)).start();
                var topics = new Topics(broker.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // Given
            var outage = api.when(Call::isBulk).answer(503);
            topics.create(1, COMMANDS.topic());
            relabel(topics, api.fleet().ids());
            topics.send(COMMANDS.topic(), "000000001", "{\"type\":\"activate\",\"expires\":\"2020-01-01T00:00:00Z\"}");
            topics.send(COMMANDS.topic(), "000000001", "nonsense");
            topics.flush();
            var first = start(broker, api);
            await().atMost(PATIENCE).until(() -> topics.read(RESULTS).size() == 2 && outage.hits() > 4);

            // When
            first.close();
            assertThat(look(admin, topics)).isEqualTo(new Seen(0, 0, 2));
            outage.clear();
            var second = start(broker, api);
            await().atMost(PATIENCE).until(() -> look(admin, topics).committed() == 4);
            second.close();

            // Then
            assertThat(topics.read(RESULTS))
                    .extracting(result -> result.value().replaceAll(".*\"status\":\"([A-Z]+)\".*", "$1"))
                    .containsExactlyInAnyOrder("EXPIRED", "REJECTED", "SUCCEEDED", "SUCCEEDED");
            assertThat(topics.read(COMMANDS.topic() + ".dlq")).hasSize(1);
        }
    }

    private static RunningConnector start(KafkaBroker broker, SimulatedOnomondo api) {
        return start(broker, api, "ONOMONDO_CALLS_PER_MINUTE=600");
    }

    private static RunningConnector start(KafkaBroker broker, SimulatedOnomondo api, String budget) {
        return RunningConnector.start(
                broker.bootstrapServers(),
                api.url(),
                "ONOMONDO_TOPIC_PREFIX=drain.",
                "ONOMONDO_GROUP=" + GROUP,
                "ONOMONDO_SCAN_INTERVAL=0",
                budget);
    }

    /** A bulk by REST. */
    private static CompletableFuture<HttpResponse<String>> update(RunningConnector connector, List<String> sims) {
        var body = sims.stream()
                .map(sim -> "{\"id\":\"" + sim + "\",\"label\":\"x\"}")
                .collect(Collectors.joining(",", "{\"sims\":[", "]}"));
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.restPort() + "/sims/bulk"))
                                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static void relabel(Topics topics, List<String> sims) {
        sims.forEach(sim -> topics.send(COMMANDS.topic(), sim, "{\"type\":\"relabel\",\"label\":\"new\"}"));
        topics.flush();
    }

    private static Seen look(Admin admin, Topics topics) throws Exception {
        int members = admin.describeConsumerGroups(List.of(GROUP))
                .describedGroups()
                .get(GROUP)
                .get()
                .members()
                .size();
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        OffsetAndMetadata committed = offsets.get(COMMANDS);
        if (members > 0 && committed == null) {
            return new Seen(members, 0, 0); // no result need be there yet
        }
        int results = topics.read(RESULTS).size();
        return new Seen(members, committed == null ? 0 : committed.offset(), results);
    }
}
