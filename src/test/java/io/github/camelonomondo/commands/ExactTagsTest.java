package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.Results;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags with {@code ONOMONDO_COMMANDS_TAGS=exact}: a call each, and nobody else's tags are touched. */
class ExactTagsTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PREFIX = "exact.";
    private static final String SUPPLIER = "a5023f47-1db8-425e-b664-dc0b8921f644";
    private static final String PRODUCT_A = "aef0c9c8-f6d5-4e93-a330-1f59d5093d92";
    private static final String UNHEARD_OF = "00000000-0000-4000-8000-000000000000";

    private static SimulatedOnomondo api;
    private static Topics topics;
    private static RunningConnector connector;
    private static int sims;

    private String sim;

    @BeforeAll
    static void start() {
        api = new SimulatedOnomondo(Fleet.of(50)).start();
        topics = new Topics(Surroundings.BROKER.bootstrapServers());
        connector = RunningConnector.start(
                Surroundings.BROKER.bootstrapServers(),
                api.url(),
                "ONOMONDO_COMMANDS_TAGS=exact",
                "ONOMONDO_TOPIC_PREFIX=" + PREFIX,
                "ONOMONDO_GROUP=exact",
                "ONOMONDO_SCAN_INTERVAL=0",
                "ONOMONDO_CALLS_PER_MINUTE=0",
                "ONOMONDO_CALL_TIMEOUT=2s");
    }

    @AfterAll
    static void stop() {
        connector.close();
        topics.close();
        api.close();
    }

    @BeforeEach
    void takeASim() {
        api.recover();
        api.calls().clear();
        sim = "%09d".formatted(++sims);
        api.fleet().change(sim, "tags", List.of(SUPPLIER));
    }

    @Test
    void addsAndRemovesByACallEach() {
        JsonNode tagged = resultOf("tag", "'tags':['Product A']");
        JsonNode untagged = resultOf("untag", "'tag':'" + SUPPLIER + "'");

        assertThat(tagged.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(tagged.at("/applied/tag/0").asText()).isEqualTo(PRODUCT_A);
        assertThat(untagged.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(api.fleet().tags(sim)).containsExactly(PRODUCT_A);
        assertThat(calls()).containsExactly("PUT " + PRODUCT_A + " -> 200", "DELETE " + SUPPLIER + " -> 200");
        assertThat(api.calls().count(Call::isUpdate)).isZero();
    }

    @Test
    void saysNoopWhereThereIsNothingToDo() {
        JsonNode there = resultOf("tag", "'tag':'Supplier'");
        JsonNode missing = resultOf("untag", "'tag':'Product A'");
        JsonNode both = resultOf("tag", "'tags':['Supplier','Product A']");

        assertThat(there.path("status").asText()).isEqualTo("NOOP");
        assertThat(there.at("/call/status").asInt()).isEqualTo(400);
        assertThat(missing.path("status").asText()).isEqualTo("NOOP");
        assertThat(there.has("applied")).isFalse();
        assertThat(both.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(both.at("/applied/tag")).hasSize(1);
        assertThat(calls())
                .containsExactly(
                        "PUT " + SUPPLIER + " -> 400",
                        "DELETE " + PRODUCT_A + " -> 400",
                        "PUT " + SUPPLIER + " -> 400",
                        "PUT " + PRODUCT_A + " -> 200");
    }

    @Test
    void failsTheTagThatTheApiRefuses() {
        JsonNode refused = resultOf("tag", "'tag':'" + UNHEARD_OF + "'");

        assertThat(refused.path("status").asText()).isEqualTo("FAILED");
        assertThat(refused.at("/error/code").asText()).isEqualTo("refused");
        assertThat(refused.at("/error/apiStatus").asInt()).isEqualTo(404);
        assertThat(refused.at("/error/apiError").asText()).isEqualTo("tag_not_found");
        assertThat(api.fleet().tags(sim)).containsExactly(SUPPLIER);
        topics.await(
                PREFIX + "onomondo.sim.commands.dlq",
                SOON,
                letters -> letters.stream().anyMatch(letter -> letter.value().contains(UNHEARD_OF)));
    }

    @Test
    void tellsWhatWasDoneOfACommandThatFailsHalfWay() {
        JsonNode refused = resultOf("tag", "'tags':['" + PRODUCT_A + "','" + UNHEARD_OF + "']");

        assertThat(refused.path("status").asText()).isEqualTo("FAILED");
        assertThat(refused.at("/applied/tag")).extracting(JsonNode::asText).containsExactly(PRODUCT_A);
        assertThat(api.fleet().tags(sim)).containsExactlyInAnyOrder(SUPPLIER, PRODUCT_A);
    }

    @Test
    void looksAtTheSimWhenARefusalMayPassAndTriesAgain() {
        api.next(1).when(call -> call.method().equals("PUT")).answer(400, "temporarily_locked");

        JsonNode tagged = resultOf("tag", "'tag':'Product A'");

        assertThat(tagged.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(api.fleet().tags(sim)).containsExactlyInAnyOrder(SUPPLIER, PRODUCT_A);
    }

    @Test
    void failsATagThatIsRefusedAgainAndAgain() {
        api.always().when(call -> call.method().equals("PUT")).answer(400, "temporarily_locked");

        JsonNode tagged = resultOf("tag", "'tag':'Product A'");

        assertThat(tagged.path("status").asText()).isEqualTo("FAILED");
        assertThat(tagged.at("/error/code").asText()).isEqualTo("attempts-exhausted");
        assertThat(tagged.at("/error/apiError").asText()).isEqualTo("temporarily_locked");
    }

    /** The API's code for it is not known. */
    @ParameterizedTest
    @ValueSource(strings = {"tag_not_found", "unknown_tag_for_sim", "tag_not_on_sim", "bad_request"})
    void saysNoopOfATagThatIsNotThereWhateverTheApiCallsIt(String error) {
        api.always().when(call -> call.method().equals("DELETE")).answer(400, error);

        JsonNode untagged = resultOf("untag", "'tag':'Product A'");

        assertThat(untagged.path("status").asText()).isEqualTo("NOOP");
    }

    @Test
    void failsToRemoveATagThatIsThereStill() {
        api.always().when(call -> call.method().equals("DELETE")).answer(400, "tag_id_invalid");

        JsonNode untagged = resultOf("untag", "'tag':'Supplier'");

        assertThat(untagged.path("status").asText()).isEqualTo("FAILED");
        assertThat(untagged.at("/error/code").asText()).isEqualTo("refused");
        assertThat(untagged.at("/error/apiError").asText()).isEqualTo("tag_id_invalid");
    }

    @Test
    void remembersWhatItDidWhileItRests() {
        api.next(1).when(call -> call.path().endsWith(PRODUCT_A)).answer(400, "temporarily_locked");
        api.fleet().change(sim, "tags", List.of());

        JsonNode tagged = resultOf("tag", "'tags':['Supplier','Product A']");

        assertThat(tagged.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(tagged.at("/applied/tag")).hasSize(2);
        assertThat(calls()).filteredOn(call -> call.contains(SUPPLIER)).hasSize(1);
    }

    @Test
    void replacesTheListByBulkInItsTurn() {
        send("set", "set-tags", "'tags':['Product A']");
        send("then", "tag", "'tag':'Supplier'");
        send("last", "relabel", "'label':'tagged'");

        assertThat(resultOf("untag", "'tag':'Product A'").path("status").asText())
                .isEqualTo("SUCCEEDED");
        assertThat(List.of(status("set"), status("then"), status("last"))).containsOnly("SUCCEEDED");
        assertThat(api.fleet().tags(sim)).containsExactly(SUPPLIER);
        assertThat(api.fleet().label(sim)).isEqualTo("tagged");
        assertThat(api.calls().updatesOf(sim).get(0).path("tags"))
                .as("the list by bulk")
                .hasSize(1);
    }

    @Test
    void doesNotSayNoopOfWhatItDidItselfWithoutAnAnswer() {
        api.next(1).when(call -> call.method().equals("PUT")).applyAndDrop();

        JsonNode tagged = resultOf("tag", "'tag':'Product A'");

        assertThat(tagged.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(calls()).containsExactly("PUT " + PRODUCT_A + " -> 0", "PUT " + PRODUCT_A + " -> 400");
    }

    @Test
    void waitsAnOutageOutAndChargesNothing() {
        api.next(3).when(call -> call.path().contains("/tags/")).answer(503);

        JsonNode tagged = resultOf("tag", "'tag':'Product A'");

        assertThat(tagged.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(tagged.path("attempts").asInt()).isEqualTo(1);
        assertThat(api.fleet().tags(sim)).containsExactlyInAnyOrder(SUPPLIER, PRODUCT_A);
    }

    @Test
    void sendsNothingThatExpiresInAnOutage() {
        // Given
        var away = api.always().when(call -> call.path().contains("/tags/")).answer(503);
        Instant expires = Instant.now().plusSeconds(3);
        send("late-" + sim, "tag", "'tag':'Product A','expires':'" + expires + "'");

        // When
        await().atMost(SOON).until(() -> Instant.now().isAfter(expires));
        away.clear();

        // Then
        assertThat(resultOf("late-" + sim).path("status").asText()).isEqualTo("EXPIRED");
        assertThat(api.fleet().tags(sim)).containsExactly(SUPPLIER);
    }

    @Test
    void sendsNothingThatExpiresWhileItWaitsForTheBudget() {
        // Given: the API gives nobody a call for some seconds
        api.throttleFor(Duration.ofSeconds(5));
        Instant expires = Instant.now().plusSeconds(2);

        // When
        JsonNode late = resultOf("tag", "'tag':'Product A','expires':'" + expires + "'");

        // Then
        assertThat(late.path("status").asText()).isEqualTo("EXPIRED");
        assertThat(api.fleet().tags(sim)).containsExactly(SUPPLIER);
    }

    @Test
    void saysThatItWasDoneIfACallWasNotAnsweredAndIsTooLateToBeMadeAgain() {
        // Given
        var dropped = api.always().when(call -> call.method().equals("PUT")).applyAndDrop();
        Instant expires = Instant.now().plusSeconds(3);
        send("done-" + sim, "tag", "'tag':'Product A','expires':'" + expires + "'");

        // When
        await().atMost(SOON).until(() -> Instant.now().isAfter(expires));
        dropped.clear();

        // Then
        assertThat(resultOf("done-" + sim).path("status").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void saysNoopOfWhatACallThatDidNothingCannotHaveDone() {
        api.next(1).when(call -> call.method().equals("PUT")).answer(429);

        JsonNode tagged = resultOf("tag", "'tag':'" + SUPPLIER + "'");

        assertThat(tagged.path("status").asText()).isEqualTo("NOOP");
    }

    private JsonNode resultOf(String type, String property) {
        String id = type + "-" + sim + "-" + System.nanoTime();
        send(id, type, property);
        return resultOf(id);
    }

    private static JsonNode resultOf(String id) {
        return Results.of(topics.await(
                        PREFIX + "onomondo.sim.command-results",
                        SOON,
                        records -> Results.of(records).commands().contains(id)))
                .of(id);
    }

    private void send(String id, String type, String property) {
        String json = "{'id':'" + id + "','type':'" + type + "'," + property + "}";
        topics.send(PREFIX + "onomondo.sim.commands", sim, json.replace('\'', '"'), Map.of());
        topics.flush();
    }

    private static String status(String id) {
        return Results.of(topics.read(PREFIX + "onomondo.sim.command-results")).status(id);
    }

    /** Calls for a tag of the SIM, without the path that all share. */
    private List<String> calls() {
        return api.calls().matching(call -> call.path().startsWith("/sims/" + sim + "/tags/")).stream()
                .map(call -> call.toString().replace("/sims/" + sim + "/tags/", ""))
                .toList();
    }
}
