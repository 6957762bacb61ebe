package io.github.camelonomondo.contracts;

import static io.github.camelonomondo.support.Topics.header;
import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Everything that the running connector writes is in the contract, header by header, and nothing in it is invented. */
class ContractOfTopicsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final io.github.camelonomondo.kafka.Topics NAMES = new io.github.camelonomondo.kafka.Topics("");
    private static final String REPLIES = "replies";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    /** Headers of a command that no record of ours may take over. */
    private static final Map<String, String> FOREIGN = Map.of(
            "Authorization", "Bearer nobody's",
            "CamelHttpUri", "http://127.0.0.1:1/",
            "kafka.OVERRIDE_TOPIC", "onomondo.connector.control",
            "kafka.KEY", "000000001",
            "x-anything", "at all");

    private final AsyncApi contract = new AsyncApi();

    @Test
    void holdsForEveryRecord() throws Exception {
        try (var broker = new KafkaBroker().start();
                var api = new SimulatedOnomondo(Fleet.of(100)).start();
                var topics = new Topics(broker.bootstrapServers())) {
            topics.create(1, REPLIES);
            try (var connector = RunningConnector.start(
                    broker.bootstrapServers(),
                    api.url(),
                    "ONOMONDO_SCAN_INTERVAL=1h",
                    "ONOMONDO_CALLS_PER_MINUTE=0",
                    "ONOMONDO_COMMANDS_REPLY_TOPICS=" + REPLIES)) {
                awaitTold(topics, "scan.completed", 1);
                endInEveryWay(topics, api);
                writeOverHttp(topics, connector.restPort());
                changeInEveryWay(topics, api);
                order(topics, "{\"order\":\"dance\"}", "order.refused");
                order(topics, "{\"order\":\"replay-dlq\",\"reason\":\"refused\",\"dryRun\":true}", "order.done");
                goAwayAndComeBack(topics, api);
            }

            assertThat(messagesIn(topics)).containsAll(announced());
            repliesAreCopies(topics);
        }
    }

    /** Paused meanwhile, so that all of it is one batch. */
    private static void endInEveryWay(Topics topics, SimulatedOnomondo api) {
        var sims = api.fleet().ids();
        api.refuse(sims.get(3), "connector_not_found");
        var tag = api.fleet().catalogue().tags().get(0).id();
        order(topics, "{\"order\":\"pause-commands\"}", "order.done");
        command(topics, sims.get(0), "{\"id\":\"ok\",\"type\":\"relabel\",\"label\":\"pump\"}", asked());
        command(topics, sims.get(1), "{\"type\":\"set-tags\",\"tags\":[\"" + tag + "\"]}", FOREIGN);
        command(topics, sims.get(1), "{\"type\":\"tag\",\"tag\":\"" + tag + "\",\"coalesce\":false}", FOREIGN);
        command(topics, sims.get(2), "{\"id\":\"first\",\"type\":\"relabel\",\"label\":\"a\"}", FOREIGN);
        command(topics, sims.get(2), "{\"id\":\"last\",\"type\":\"relabel\",\"label\":null}", FOREIGN);
        command(topics, sims.get(3), "{\"type\":\"set-connector\",\"connector\":\"none\"}", asked());
        command(topics, sims.get(4), "{\"type\":\"explode\"}", asked());
        command(topics, sims.get(4), "not JSON at all", FOREIGN);
        command(topics, sims.get(4), null, FOREIGN);
        command(topics, null, "{\"type\":\"activate\"}", FOREIGN);
        command(topics, "no SIM", "{\"type\":\"activate\"}", FOREIGN);
        command(topics, sims.get(5), "{\"type\":\"activate\",\"expires\":\"2020-01-01T00:00:00Z\"}", FOREIGN);
        command(
                topics,
                sims.get(6),
                "{\"label\":\"event\"}",
                Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "e-1",
                        "ce_source", "/test",
                        "ce_type", "com.onomondo.sim.relabel.v1",
                        "ce_subject", sims.get(6)));
        command(topics, api.fleet().iccid(sims.get(7)), "{\"type\":\"relabel\",\"label\":\"by ICCID\"}", Map.of());
        command(topics, "89457387399999999999", "{\"type\":\"relabel\",\"label\":\"nobody\"}", Map.of());
        topics.flush();
        order(topics, "{\"order\":\"resume-commands\"}", "order.done");

        var results = topics.await(NAMES.commandResults(), PATIENCE, records -> records.size() >= 15);
        assertThat(results).hasSize(15);
        var statuses = new TreeSet<String>();
        results.forEach(result ->
                statuses.add(AsyncApi.json(result.value()).path("status").asText()));
        assertThat(statuses).containsExactly("EXPIRED", "FAILED", "NOOP", "REJECTED", "SUCCEEDED", "SUPERSEDED");
    }

    private void writeOverHttp(Topics topics, int port) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/commands"))
                .POST(ofString("{\"id\":\"http\",\"type\":\"relabel\",\"sim\":\"000000050\",\"label\":\"h\"}"))
                .header("Content-Type", "application/json")
                .header("traceparent", TRACE)
                .header("kafka.OVERRIDE_TOPIC", NAMES.control())
                .header("CamelHttpUri", "http://127.0.0.1:1/")
                .header("x-anything", "at all");
        assertThat(HttpClient.newHttpClient()
                        .send(request.build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(202);

        var written = topics.await(NAMES.commands(), PATIENCE, hasRecord(r -> id(r).equals("http")));
        var command =
                written.stream().filter(r -> id(r).equals("http")).findFirst().orElseThrow();
        contract.check(NAMES.commands(), command);
        assertThat(AsyncApi.headers(command).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "ce_specversion",
                        "ce_id",
                        "ce_type",
                        "ce_source",
                        "ce_subject",
                        "ce_time",
                        "content-type",
                        "traceparent");
        topics.await(NAMES.commandResults(), PATIENCE, hasRecord(r -> TRACE.equals(header(r, "traceparent"))));
    }

    private static void changeInEveryWay(Topics topics, SimulatedOnomondo api) {
        api.fleet().change("000000060", "label", "from outside");
        api.fleet().change("000000061", "network.name", null);
        api.fleet().add("000000999");
        api.fleet().remove("000000062");
        order(topics, "{\"order\":\"scan-now\"}", "order.done");
        awaitTold(topics, "scan.completed", 2);

        IntStream.rangeClosed(70, 84).mapToObj("0000000%02d"::formatted).forEach(api.fleet()::remove);
        order(topics, "{\"order\":\"scan-now\"}", "order.done");
        awaitTold(topics, "scan.suspect", 1);
        awaitTold(topics, "scan.completed", 3);
        order(topics, "{\"order\":\"accept-removals\"}", "order.done");
        awaitTold(topics, "scan.completed", 4);
        topics.await(
                NAMES.events(),
                PATIENCE,
                events -> events.stream()
                                .filter(event -> header(event, "ce_type").contains("removed"))
                                .count()
                        == 16);
    }

    private static void goAwayAndComeBack(Topics topics, SimulatedOnomondo api) {
        var cut = api.when(Call::isPage).answer(503);
        order(topics, "{\"order\":\"scan-now\"}", "order.done");
        awaitTold(topics, "outage.begun", 1);
        awaitTold(topics, "scan.aborted", 1);
        cut.clear();
        order(topics, "{\"order\":\"scan-now\"}", "order.done");
        awaitTold(topics, "outage.ended", 1);
    }

    private static Map<String, String> asked() {
        return Map.of(
                "kafka_replyTopic",
                REPLIES,
                "kafka_correlationId",
                "reply-1",
                "ce_correlationid",
                "conversation-1",
                "traceparent",
                TRACE,
                "CamelFileName",
                "nowhere");
    }

    private Set<String> messagesIn(Topics topics) {
        var seen = new TreeSet<String>();
        for (String topic : contract.channels().keySet()) {
            if (!List.of(NAMES.commands(), NAMES.control()).contains(topic)) {
                topics.read(topic).forEach(record -> seen.add(contract.check(topic, record)));
            }
        }
        return seen;
    }

    private Set<String> announced() {
        var announced = new TreeSet<String>();
        contract.channels().values().forEach(channel -> announced.addAll(AsyncApi.messages(channel)));
        announced.removeAll(List.of("command", "binaryCommand", "structuredCommand", "order", "leaderLost"));
        return announced;
    }

    private void repliesAreCopies(Topics topics) {
        var results = topics.read(NAMES.commandResults());
        var replies = topics.read(REPLIES);

        assertThat(replies).hasSize(3);
        for (var reply : replies) {
            contract.check(NAMES.commandResults(), reply);
            assertThat(results)
                    .anyMatch(result -> result.value().equals(reply.value())
                            && result.headers().equals(reply.headers())
                            && result.key().equals(reply.key()));
        }
    }

    private static void order(Topics topics, String order, String answer) {
        int before = told(topics, answer).size();
        topics.send(NAMES.control(), null, order);
        topics.flush();
        awaitTold(topics, answer, before + 1);
    }

    private static void awaitTold(Topics topics, String type, int times) {
        topics.await(
                NAMES.notifications(), PATIENCE, records -> told(records, type).size() >= times);
    }

    private static List<ConsumerRecord<String, String>> told(Topics topics, String type) {
        return told(topics.read(NAMES.notifications()), type);
    }

    private static List<ConsumerRecord<String, String>> told(List<ConsumerRecord<String, String>> all, String type) {
        return all.stream()
                .filter(record -> ("com.onomondo.connector." + type + ".v1").equals(header(record, "ce_type")))
                .toList();
    }

    private static void command(Topics topics, String key, String value, Map<String, String> headers) {
        topics.send(NAMES.commands(), key, value, headers);
    }

    private static Predicate<List<ConsumerRecord<String, String>>> hasRecord(
            Predicate<ConsumerRecord<String, String>> wanted) {
        return records -> records.stream().anyMatch(wanted);
    }

    private static String id(ConsumerRecord<String, String> command) {
        var value = command.value();
        if (value == null || !value.startsWith("{")) {
            return "";
        }
        JsonNode json = AsyncApi.json(value);
        return json.path("id").asText();
    }
}
