package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fault;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.Results;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that come while a batch is in hand, as one of its SIMs takes long. */
class JoiningTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PREFIX = "company.";
    private static final String GROUP = "company";
    private static final String COMMANDS = PREFIX + "onomondo.sim.commands";
    private static final String RESULTS = PREFIX + "onomondo.sim.command-results";
    private static final String DEAD_LETTERS = PREFIX + "onomondo.sim.commands.dlq";

    private static final SimulatedOnomondo API = new SimulatedOnomondo(Fleet.of(200)).start();
    private static Topics topics;
    private static RunningConnector connector;
    private static int taken;

    private final String slow = sim();
    private Fault hangs;

    @BeforeAll
    static void start() {
        topics = new Topics(Surroundings.BROKER.bootstrapServers());
        topics.create(2, COMMANDS);
        connector = RunningConnector.start(
                Surroundings.BROKER.bootstrapServers(),
                API.url(),
                "ONOMONDO_TOPIC_PREFIX=" + PREFIX,
                "ONOMONDO_GROUP=" + GROUP,
                "ONOMONDO_SCAN_INTERVAL=0",
                "ONOMONDO_CALL_TIMEOUT=60s",
                "ONOMONDO_CALLS_PER_MINUTE=0");
    }

    @AfterAll
    static void stop() {
        API.recover();
        connector.close();
        topics.close();
        API.close();
    }

    @BeforeEach
    void haveABatchInHand() {
        API.calls().clear();
        hangs = API.next(1).when(call -> call.touches(slow)).hang();
        send(slow, "{'id':'slow-%s','type':'relabel','label':'first'}".formatted(slow));
        await().atMost(PATIENCE).until(() -> hangs.hits() == 1);
    }

    @AfterEach
    void answerIt() {
        API.recover();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(topics.uncommitted(GROUP, COMMANDS)).isZero());
    }

    @Test
    void areDoneMeanwhileAndCommitted() {
        List<String> sims = sims(60);

        sims.forEach(sim -> send(sim, "{'id':'c-%s','type':'activate'}".formatted(sim)));

        topics.await(RESULTS, PATIENCE, all -> succeeded(all).containsAll(sims));
        assertThat(API.calls().matching(Call::isBulk)).as("bulks").hasSizeLessThan(20);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(topics.uncommitted(GROUP, COMMANDS)).isBetween(1L, 50L));
        assertThat(results().commands()).doesNotContain("slow-" + slow);
    }

    @Test
    void areDoneFarBehindItInItsPartition() {
        List<String> sims = sims(20);
        int before = topics.read(RESULTS).size();

        for (int i = 0; i < 9_000; i++) {
            String json = "{\"sim\":\"%s\",\"type\":\"relabel\",\"label\":\"%d\"}".formatted(sims.get(i % 20), i);
            topics.send(COMMANDS, slow, json);
        }
        topics.flush();

        topics.await(RESULTS, PATIENCE, all -> all.size() == before + 9_000);
        assertThat(results().commands()).doesNotContain("slow-" + slow);
    }

    @Test
    void areToldOfAtOnceIfTheyAreSoAlreadyThoughTheCallTheyWereToShareHangs() {
        // Given
        String tag = anyTag();
        String same = sim();
        send(same, "{'id':'tag-%s','type':'tag','tag':'%s'}".formatted(same, tag));
        result("tag-" + same);
        String hanging = sim();
        API.fleet().change(hanging, "tags", List.of());
        Fault shared = API.when(call -> call.isBulk() && call.touches(hanging)).hang();

        // When
        for (String sim : List.of(hanging, same)) {
            topics.send(COMMANDS, sim, "{\"id\":\"again-%s\",\"type\":\"tag\",\"tag\":\"%s\"}".formatted(sim, tag));
        }
        topics.flush();
        await().atMost(PATIENCE).until(() -> shared.hits() == 1);

        // Then
        assertThat(result("again-" + same).path("status").asText()).isEqualTo("NOOP");
        send(sim(), "{'id':'after','type':'activate'}");
        assertThat(result("after").path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(results().commands()).doesNotContain("again-" + hanging);
    }

    @Test
    void areRefusedAtOnceIfTheyAreWrong() {
        send(sim(), "{'id':'wrong','type':'explode'}");

        assertThat(result("wrong").path("status").asText()).isEqualTo("REJECTED");
        assertThat(topics.read(DEAD_LETTERS)).isNotEmpty();
        assertThat(results().commands()).doesNotContain("slow-" + slow);
    }

    @Test
    void goBehindThoseOfTheirSim() {
        // When
        send(slow, "{'id':'second','type':'relabel','label':'second'}");
        send(slow, "{'id':'third','type':'deactivate'}");
        send(slow, "{'id':'barrier','type':'activate','coalesce':false}");
        send(slow, "{'id':'last','type':'relabel','label':'last'}");
        String other = sim();
        send(other, "{'id':'other','type':'activate'}");
        result("other");
        API.recover();

        // Then
        List.of("slow-" + slow, "second", "third", "barrier", "last")
                .forEach(id ->
                        assertThat(result(id).path("status").asText()).as(id).isEqualTo("SUCCEEDED"));
        assertThat(API.calls().updatesOf(slow))
                .extracting(update -> update.path("label").asText("-")
                        + update.path("activated").asText("-"))
                .endsWith("secondfalse", "-true", "last-");
    }

    @Test
    void areLookedUpAndTagged() {
        String sim = sim();
        String tag = anyTag();

        send(sim, "{'id':'tagged','type':'tag','tag':'%s'}".formatted(tag));

        assertThat(result("tagged").path("status").asText()).isIn("SUCCEEDED", "NOOP");
        assertThat(API.fleet().tags(sim)).contains(tag);
        assertThat(results().commands()).doesNotContain("slow-" + slow);
    }

    @Test
    void waitWhileOneCallAfterTheOtherFails() {
        // Given
        API.when(call -> true).answer(503);
        Fault away = API.when(Call::isBulk).answer(503);
        List.of("first", "second").forEach(id -> {
            int before = away.hits();
            send(sim(), "{'id':'%s','type':'activate'}".formatted(id));
            await().atMost(PATIENCE).until(() -> away.hits() > before + 1);
        });
        await().atMost(PATIENCE).until(() -> away.hits() > 5);

        // When
        String other = sim();
        send(other, "{'id':'waits','type':'activate'}");
        int before = away.hits();
        await().atMost(PATIENCE).until(() -> away.hits() > before + 1);

        // Then
        assertThat(API.calls().updatesOf(other)).isEmpty();
        API.recover();
        List.of("first", "second", "waits")
                .forEach(id ->
                        assertThat(result(id).path("status").asText()).as(id).isEqualTo("SUCCEEDED"));
    }

    @Test
    void areDoneThoughTwoCallsFailAgainAndAgainAsOthersCanBeRead() {
        // Given
        API.recover();
        List<String> broken = sims(2);
        broken.forEach(sim -> {
            Fault breaks = API.when(call -> call.isBulk() && call.touches(sim)).answer(503);
            send(sim, "{'id':'broken-%s','type':'activate'}".formatted(sim));
            await().atMost(PATIENCE).until(() -> breaks.hits() > 2);
        });

        // When
        send(sim(), "{'id':'beside-two','type':'activate'}");

        // Then
        assertThat(result("beside-two").path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(results().commands()).doesNotContain("broken-" + broken.get(0), "broken-" + broken.get(1));
        API.recover();
        broken.forEach(sim ->
                assertThat(result("broken-" + sim).path("status").asText()).isEqualTo("SUCCEEDED"));
    }

    @Test
    void areDoneThoughACallFailsAgainAndAgain() {
        // Given
        API.recover();
        String broken = sim();
        Fault breaks = API.when(call -> call.isBulk() && call.touches(broken)).answer(503);
        send(broken, "{'id':'broken','type':'activate'}");
        await().atMost(PATIENCE).until(() -> breaks.hits() > 2);

        // When
        send(sim(), "{'id':'beside','type':'activate'}");

        // Then
        assertThat(result("beside").path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(results().commands()).doesNotContain("broken");
        API.recover();
        assertThat(result("broken").path("status").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void areDoneThoughTheOtherHalfOfTheirRefusedBulkHangs() {
        // Given
        API.recover();
        List<String> sims = sims(2);
        API.when(call -> call.isBulk() && sims.stream().allMatch(call::touches)).answer(400, "bad_request");
        Fault half = API.when(call -> call.touches(sims.get(0)) && !call.touches(sims.get(1)))
                .hang();

        // When
        for (String sim : sims) {
            String json = "{\"id\":\"half-%s\",\"sim\":\"%s\",\"type\":\"activate\"}".formatted(sim, sim);
            topics.send(COMMANDS, slow, json);
        }
        topics.flush();

        // Then
        assertThat(result("half-" + sims.get(1)).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(half.hits()).isOne();
        assertThat(results().commands()).doesNotContain("half-" + sims.get(0));
    }

    private static void send(String sim, String json) {
        topics.send(COMMANDS, sim, json.replace('\'', '"'));
        topics.flush();
    }

    private static JsonNode result(String command) {
        return Results.of(topics.await(
                        RESULTS, PATIENCE, all -> Results.of(all).commands().contains(command)))
                .of(command);
    }

    /** SIMs of commands that have succeeded. */
    private static List<String> succeeded(List<ConsumerRecord<String, String>> results) {
        return results.stream()
                .filter(result -> result.value().contains("SUCCEEDED"))
                .map(ConsumerRecord::key)
                .toList();
    }

    private static String anyTag() {
        return API.fleet().catalogue().tags().get(0).id();
    }

    private static Results results() {
        return Results.of(topics.read(RESULTS));
    }

    private static String sim() {
        return sims(1).get(0);
    }

    /** SIMs that no other test has. */
    private static List<String> sims(int count) {
        taken += count;
        return API.fleet().ids().subList(taken - count, taken);
    }
}
