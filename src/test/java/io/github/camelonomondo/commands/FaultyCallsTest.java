package io.github.camelonomondo.commands;

import static io.github.camelonomondo.commands.Surroundings.API;
import static io.github.camelonomondo.commands.Surroundings.sim;
import static io.github.camelonomondo.commands.Surroundings.sims;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.commands.Desk.Sent;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.LineFaults;
import io.github.camelonomondo.simulator.Occasion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalManagementPort;

/** What becomes of commands when the API has a bad day. */
@CommandsTest
class FaultyCallsTest {
    /** Far more than a back-off; far less than anything that waits for somebody. */
    private static final Duration ONE_BACK_OFF = Duration.ofSeconds(30);

    @LocalManagementPort
    private int managementPort;

    private Desk desk;

    @BeforeEach
    void calm() {
        desk = new Desk();
        API.recover();
        API.calls().clear();
        // A command with a result says that a breaker of the test before is closed again.
        desk.send(sim(), "{'type':'activate'}").record();
        API.calls().clear();
    }

    @AfterEach
    void close() {
        API.recover();
        desk.close();
    }

    // One bad SIM

    @Test
    void failsOneBadSimAlone() {
        List<String> sims = sims(20);
        API.refuse(sims.get(7), "connector_not_found");

        List<Sent> sent = relabel(sims);

        assertThat(sent.get(7).status()).isEqualTo("FAILED");
        assertThat(sent.get(7).result().at("/error/code").asText()).isEqualTo("refused");
        assertThat(sent.get(7).result().at("/error/apiError").asText()).isEqualTo("connector_not_found");
        others(sent, 7).forEach(other -> assertThat(other.status()).isEqualTo("SUCCEEDED"));
        assertThat(API.calls().updatesOf(sims.get(7)))
                .as("a final refusal is not repeated")
                .hasSize(1);
        assertThat(API.calls().updatesOf(sims.get(8))).hasSize(1);
        await().atMost(Desk.PATIENCE).until(() -> !sent.get(7).deadLetters().isEmpty());
        assertThat(Desk.header(sent.get(7).deadLetters().get(0), "dlq-attempts"))
                .isEqualTo("1");
    }

    @Test
    void triesAgainWhatTheApiRefusesForNow() {
        List<String> sims = sims(5);
        API.next(2).refuse(sims.get(2), "temporarily_locked");

        List<Sent> sent = relabel(sims);

        sent.forEach(command -> assertThat(command.status()).isEqualTo("SUCCEEDED"));
        assertThat(sent.get(2).result().path("attempts").asInt()).isEqualTo(3);
        assertThat(sent.get(2).deadLetters()).isEmpty();
        assertThat(API.calls().updatesOf(sims.get(1)))
                .as("only what failed is repeated")
                .hasSize(1);
    }

    @Test
    void givesUpOnASimThatIsRefusedAgainAndAgain() {
        String sim = sim();
        API.refuse(sim, "temporarily_locked");

        Sent sent = desk.send(sim, "{'type':'relabel','label':'x'}");

        assertThat(sent.status()).isEqualTo("FAILED");
        assertThat(sent.result().at("/error/code").asText()).isEqualTo("attempts-exhausted");
        assertThat(sent.result().path("attempts").asInt()).isEqualTo(5);
    }

    @Test
    void cutsABulkThatIsRefusedAsAWholeUntilTheCulpritIsFound() {
        List<String> sims = sims(20);
        API.refuseBulksWith(sims.get(11));

        List<Sent> sent = relabel(sims);

        assertThat(sent.get(11).status()).isEqualTo("FAILED");
        assertThat(sent.get(11).result().at("/error/apiStatus").asInt()).isEqualTo(400);
        others(sent, 11).forEach(other -> assertThat(other.status()).isEqualTo("SUCCEEDED"));
    }

    @Test
    void tagsTheOthersWhileOneSimCannotBeRead() {
        // Given
        List<String> sims = sims(20);
        String bad = sims.get(7);
        API.when(Call::isPage).answer(400);
        API.when(call -> call.isRead() && call.sims().contains(bad)).answer(500);

        // When
        List<Sent> sent = desk.sendAll(
                Collections.nCopies(20, "of one partition"),
                sims.stream()
                        .map(sim -> "{'type':'tag','tag':'Product A','sim':'" + sim + "'}")
                        .toList());

        // Then
        others(sent, 7).forEach(other -> assertThat(other.status()).isIn("SUCCEEDED", "NOOP"));
        assertThat(sent.get(7).hasResult()).isFalse();
        API.recover();
        assertThat(sent.get(7).status()).isIn("SUCCEEDED", "NOOP");
    }

    @Test
    void finishesTheOthersOfABulkThatOneSimBreaks() {
        // Given
        List<String> sims = sims(60);
        String bad = sims.get(7);
        API.when(call -> call.isBulk() && call.sims().contains(bad)).answer(500);

        // When: others come meanwhile
        List<Sent> sent = send(sims);
        await().atMost(Desk.PATIENCE.multipliedBy(3)).until(() -> {
            relabel(sims(1));
            return others(sent, 7).stream().allMatch(Sent::hasResult);
        });

        // Then
        assertThat(others(sent, 7))
                .allSatisfy(other -> assertThat(other.status()).isEqualTo("SUCCEEDED"));
        assertThat(sent.get(7).hasResult()).isFalse();
        API.recover();
        assertThat(sent.get(7).status()).isEqualTo("SUCCEEDED");
        assertThat(sent.get(7).result().path("attempts").asInt()).isEqualTo(1);
        assertThat(sent.get(7).deadLetters()).isEmpty();
    }

    // Answers that prove little

    static List<Map.Entry<String, Consumer<List<String>>>> answers() {
        Map<String, Consumer<List<String>>> faults = new LinkedHashMap<>();
        faults.put("lost", sims -> sims.subList(0, 2).forEach(sim -> lines(1).lose(sim)));
        faults.put("garbled", sims -> lines(1).garble(sims.get(0)));
        faults.put("repeated", sims -> lines(1).repeat(sims.get(3)));
        faults.put("invented", sims -> lines(1).invent("999999999"));
        faults.put("reversed", sims -> lines(1).reverse());
        faults.put("crlf", sims -> lines(1).crlf());
        faults.put("ends early", sims -> lines(1).endInsideAfter(4));
        faults.put("breaks", sims -> lines(1).breakInsideAfter(4));
        faults.put("HTML", sims -> bulks(1).answerHtml(200));
        faults.put("applied, no answer", sims -> bulks(1).applyAndDrop());
        faults.put("applied, no answer in time", sims -> bulks(1).applyAndHang());
        faults.put("not applied, no answer", sims -> bulks(1).drop());
        faults.put("502", sims -> bulks(2).answerHtml(502));
        return List.copyOf(faults.entrySet());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void confirmsOnlyWhatIsProvenAndAsksForTheRest(Map.Entry<String, Consumer<List<String>>> fault) {
        List<String> sims = sims(12);
        fault.getValue().accept(sims);

        List<Sent> sent = relabel(sims);

        sent.forEach(command -> assertThat(command.status()).as(fault.getKey()).isEqualTo("SUCCEEDED"));
        sims.forEach(sim -> assertThat(API.fleet().label(sim)).isEqualTo("label " + sim));
        assertThat(sent).allSatisfy(command -> assertThat(command.deadLetters()).isEmpty());
    }

    @Test
    void readsAHandfulBackOneByOne() {
        List<String> sims = sims(12);
        sims.subList(0, 2).forEach(sim -> lines(1).lose(sim));

        relabel(sims).forEach(command -> assertThat(command.status()).isEqualTo("SUCCEEDED"));

        assertThat(API.calls().matching(Call::isRead))
                .extracting(Call::sims)
                .allSatisfy(read -> assertThat(sims.subList(0, 2)).containsAll(read));
        assertThat(API.calls().count(Call::isPage)).isZero();
    }

    @Test
    void readsManyBackByPages() {
        List<String> sims = sims(60);
        API.when(Call::isBulk).next(3).answerHtml(200);

        relabel(sims).forEach(command -> assertThat(command.status()).isEqualTo("SUCCEEDED"));

        assertThat(API.calls().count(Call::isPage)).isPositive();
        assertThat(API.calls().count(Call::isRead)).isLessThan(20);
    }

    @Test
    void readsADataLimitBackFromTheSimItself() {
        List<String> sims = sims(5);
        API.when(Call::isBulk).next(1).applyAndDrop();

        List<Sent> sent = desk.sendAll(
                sims,
                sims.stream()
                        .map(sim -> "{'type':'set-data-limit','data_limit':{'total':4242}}")
                        .toList());

        sent.forEach(command -> assertThat(command.status()).isEqualTo("SUCCEEDED"));
    }

    // Outages

    static List<Map.Entry<String, Consumer<Occasion>>> outages() {
        Map<String, Consumer<Occasion>> outages = new LinkedHashMap<>();
        outages.put("503", occasion -> occasion.answer(503));
        outages.put("500", occasion -> occasion.answer(500));
        outages.put("hanging", Occasion::hang);
        outages.put("dropped", Occasion::drop);
        return List.copyOf(outages.entrySet());
    }

    @ParameterizedTest
    @MethodSource("outages")
    void waitsAnOutageOut(Map.Entry<String, Consumer<Occasion>> outage) {
        List<String> sims = sims(45);
        outage.getValue().accept(API.always());

        List<Sent> sent = send(sims);
        await().atMost(Desk.PATIENCE).until(() -> API.calls().all().size() >= 4);
        assertThat(sent).noneMatch(Sent::hasResult);
        API.recover();

        assertThatAllSucceedUncharged(sent);
    }

    @Test
    void waitsWhileNothingListensAndNobodyRebalances() throws Exception {
        // Given
        List<String> sims = sims(45);
        Set<String> members = members();
        API.goAway();

        // When
        List<Sent> sent = send(sims);
        long until = System.nanoTime() + Duration.ofSeconds(12).toNanos(); // longer than a session
        await().atMost(Desk.PATIENCE).until(() -> System.nanoTime() > until);
        assertThat(sent).noneMatch(Sent::hasResult);
        assertThat(members()).isEqualTo(members);
        API.comeBack();
        Instant back = Instant.now();

        // Then
        assertThatAllSucceedUncharged(sent);
        assertThat(Duration.between(back, Instant.now())).isLessThan(ONE_BACK_OFF);
        assertThat(members()).isEqualTo(members);
    }

    @Test
    void neverSendsWhatExpiresDuringAnOutage() {
        // Given
        List<String> sims = sims(2);
        API.goAway();
        Instant expires = Instant.now().plusSeconds(3);
        List<Sent> sent = desk.sendAll(
                sims,
                List.of(
                        "{'type':'relabel','label':'late','expires':'" + expires + "'}",
                        "{'type':'relabel','label':'patient'}"));

        // When
        await().atMost(Desk.PATIENCE).until(() -> Instant.now().isAfter(expires));
        boolean early = sent.stream().anyMatch(Sent::hasResult);
        API.comeBack();

        // Then
        assertThat(sent.get(0).status()).isEqualTo("EXPIRED");
        assertThat(sent.get(1).status()).isEqualTo("SUCCEEDED");
        assertThat(early).isFalse();
        assertThat(API.calls().updatesOf(sims.get(0))).isEmpty();
        assertThat(API.fleet().label(sims.get(0))).isNotEqualTo("late");
        assertThat(sent.get(0).deadLetters()).isEmpty();
    }

    @Test
    void saysOfWhatWasNeverSentThatItExpiredThoughItIsSoAlready() {
        // Given
        String sim = sims(1).get(0);
        API.fleet().change(sim, "label", "so already");
        API.throttleFor(Duration.ofSeconds(5));
        Instant expires = Instant.now().plusSeconds(2);

        // When
        Sent sent = desk.send(sim, "{'type':'relabel','label':'so already','expires':'" + expires + "'}");

        // Then
        assertThat(sent.status()).isEqualTo("EXPIRED");
        assertThat(API.calls().count(call -> call.path().contains(sim)))
                .as("looks at the SIM")
                .isZero();
    }

    @Test
    void waitsUntilTheWindowOfA429IsOver() {
        List<String> sims = sims(25);
        API.throttleFor(Duration.ofSeconds(3));
        long from = System.nanoTime();

        List<Sent> sent = send(sims);

        assertThatAllSucceedUncharged(sent);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofSeconds(2));
        assertThat(API.calls().answered(429))
                .as("those under way at the same time")
                .isLessThanOrEqualTo(4);
        API.limit(0);
    }

    @Test
    void sendsNothingButProbesWhileTheKeyIsRefusedAndHealthSaysSo() throws Exception {
        // Given
        List<String> sims = sims(45);
        API.acceptOnly("another key");
        List<Sent> sent = send(sims);
        await().atMost(Desk.PATIENCE).until(() -> API.calls().answered(401) >= 4);
        await().atMost(Desk.PATIENCE).until(() -> API.calls().count(Call::isPage) >= 4);

        String health = health();

        // When
        List<Call> refused = API.calls().all();
        API.acceptOnly("test-key");

        // Then
        assertThatAllSucceedUncharged(sent);
        assertThat(refused.stream().skip(8)).as("after the first").allMatch(Call::isPage);
        assertThat(health).contains("\"outageSince\"").containsPattern("\"outageReason\":\"[^\"]*401");
        await().atMost(Desk.PATIENCE).until(() -> !health().contains("outageReason"));
    }

    @Test
    void waitsWhileEverythingIsForbidden() {
        // Given
        List<String> sims = sims(25);
        API.always().answer(403);

        // When
        List<Sent> sent = send(sims);
        await().atMost(Desk.PATIENCE).until(() -> API.calls().answered(403) >= 4);
        assertThat(sent).noneMatch(Sent::hasResult);
        API.recover();

        // Then
        assertThatAllSucceedUncharged(sent);
    }

    @Test
    void asksForTheNamesOfTagsOnce() {
        desk.send(sim(), "{'type':'tag','tag':'Supplier'}").record();
        API.calls().clear();

        desk.send(sim(), "{'type':'tag','tag':'Supplier'}").record();

        assertThat(API.calls().count(call -> call.path().equals("/tags"))).isZero();
        assertThat(API.calls().all()).isNotEmpty();
    }

    @Test
    void saysThatTheNamesOfTagsWereRefused() {
        API.when(call -> call.path().equals("/tags")).answer(400, "bad_request");

        Sent sent = desk.send(sim(), "{'type':'tag','tag':'never heard of'}");

        assertThat(sent.status()).isEqualTo("FAILED");
        assertThat(sent.result().at("/error/code").asText()).isEqualTo("refused");
        assertThat(sent.result().at("/error/apiStatus").asInt()).isEqualTo(400);
        assertThat(sent.result().at("/error/apiError").asText()).isEqualTo("bad_request");
    }

    private String health() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/observe/health"));
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void looksTagsUpAgainWhenTheApiIsBack() {
        List<String> sims = sims(6);
        API.when(call -> !call.isUpdate()).next(4).answer(503);

        List<Sent> sent = desk.sendAll(
                sims,
                sims.stream().map(sim -> "{'type':'tag','tag':'Supplier'}").toList());

        sent.forEach(command -> assertThat(command.status()).isIn("SUCCEEDED", "NOOP"));
    }

    private void assertThatAllSucceedUncharged(List<Sent> sent) {
        sent.forEach(command -> {
            assertThat(command.status()).isEqualTo("SUCCEEDED");
            assertThat(command.result().path("attempts").asInt()).isLessThanOrEqualTo(1);
            assertThat(command.results()).hasSize(1);
            assertThat(command.deadLetters()).isEmpty();
        });
    }

    private static Set<String> members() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", Surroundings.BROKER.bootstrapServers()))) {
            return admin
                    .describeConsumerGroups(List.of("camel-onomondo"))
                    .describedGroups()
                    .get("camel-onomondo")
                    .get()
                    .members()
                    .stream()
                    .map(MemberDescription::consumerId)
                    .collect(Collectors.toSet());
        }
    }

    private static Occasion bulks(int times) {
        return API.when(Call::isBulk).next(times);
    }

    private static LineFaults lines(int times) {
        return bulks(times).lines();
    }

    private static List<Sent> others(List<Sent> sent, int but) {
        return sent.stream().filter(command -> command != sent.get(but)).toList();
    }

    private List<Sent> relabel(List<String> sims) {
        List<Sent> sent = send(sims);
        sent.forEach(Sent::record);
        return sent;
    }

    private List<Sent> send(List<String> sims) {
        return desk.sendAll(
                sims,
                sims.stream()
                        .map(sim -> "{'type':'relabel','label':'label " + sim + "'}")
                        .toList());
    }
}
