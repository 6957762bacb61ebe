package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.sim.Iccid;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import io.github.camelonomondo.sim.Tag;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation, as it goes over the wire and comes back. */
class HttpOnomondoApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SimId ONE = new SimId("000000001");
    private static final SimId TWO = new SimId("000000002");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static CamelContext context;

    private final SimulatedOnomondo server = new SimulatedOnomondo(Fleet.of(50)).start();
    private HttpOnomondoApi api;

    @BeforeAll
    static void startCamel() {
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterAll
    static void stopCamel() {
        context.stop();
    }

    @BeforeEach
    void connect() {
        api = connected(AuthForm.BEARER);
    }

    private HttpOnomondoApi connected(AuthForm auth) {
        var settings = new ApiSettings(URI.create(server.url()), auth, 0, 16, TIMEOUT);
        return new HttpOnomondoApi(context, settings, ApiKey.of("key"), new CallBudget(0, 16), CallObserver.none());
    }

    @AfterEach
    void disconnect() {
        api.close();
        server.close();
    }

    @Test
    void takesWhatTheApplicationWantsOfItsHttpClients() {
        var camel = new DefaultCamelContext();
        var configured = new AtomicInteger();
        camel.getComponent("http", HttpComponent.class).setHttpClientConfigurer(client -> configured.incrementAndGet());
        camel.start();
        var settings = new ApiSettings(URI.create(server.url()), AuthForm.BEARER, 0, 16, TIMEOUT);

        try (var other =
                new HttpOnomondoApi(camel, settings, ApiKey.of("key"), new CallBudget(0, 16), CallObserver.none())) {
            other.getSim(ONE, Priority.REST);
        }
        camel.stop();

        assertThat(configured).hasValue(1);
    }

    @Test
    void walksThroughAllPages() {
        var ids = new ArrayList<Object>();
        String cursor = null;
        do {
            SimRows page = SimRows.read(api.listSims(SimQuery.page(20, cursor), Priority.SCAN));
            page.rows().forEach(row -> ids.add(row.get("id")));
            cursor = page.nextPage();
        } while (cursor != null);

        assertThat(ids).containsExactlyElementsOf(server.fleet().ids());
        assertThat(server.calls().all()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"YWJj=", "a+b/c==", "a b&c=d%20e", "ü☃😀", "a;b?c#d"})
    void sendsACursorAsItCame(String cursor) {
        assertThatThrownBy(() -> api.listSims(SimQuery.page(5, cursor), Priority.SCAN))
                .isInstanceOf(ApiException.Refused.class);

        assertThat(onlyCall().query())
                .isEqualTo(
                        "limit=5&next_page=" + URLEncoder.encode(cursor, UTF_8).replace("+", "%20"));
    }

    @Test
    void asksForNothingThatWasNotWished() {
        api.listSims(new SimQuery(null, null, List.of()), Priority.REST);

        assertThat(onlyCall().query()).isEmpty();
    }

    @Test
    void filtersByOneOrSeveral() {
        SimRows active = SimRows.read(api.listSims(new SimQuery(null, null, List.of("activated:true")), Priority.REST));
        SimRows both = SimRows.read(api.listSims(
                new SimQuery(null, null, List.of("activated:true", "network_whitelist:Global")), Priority.REST));

        assertThat(active.rows()).isNotEmpty().allSatisfy(row -> assertThat(row).containsEntry("activated", true));
        assertThat(both.rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).containsEntry("network_whitelist", "Global"))
                .hasSizeLessThan(active.rows().size());
        assertThat(server.calls().all())
                .extracting(Call::query)
                .containsExactly(
                        "filter=activated%3Atrue",
                        "filter%5B%5D=activated%3Atrue&filter%5B%5D=network_whitelist%3AGlobal");
    }

    @Test
    void readsBothFormsOfAList() {
        server.documentLists();

        SimRows page = SimRows.read(api.listSims(SimQuery.page(20, null), Priority.SCAN));

        assertThat(page.rows()).hasSize(20);
        assertThat(page.nextPage()).isNull();
    }

    @Test
    void findsSims() throws IOException {
        JsonNode found = JSON.readTree(api.findSims(new FindQuery("device-00000000", 3, 2), Priority.REST));

        assertThat(found).hasSize(3);
        assertThat(found.get(0).path("id").asText()).isEqualTo("000000003");
        assertThat(onlyCall().query()).isEqualTo("search=device-00000000&limit=3&offset=2");
    }

    @Test
    void getsASimByItsIdAndByItsIccidWithAndWithoutCheckDigit() throws IOException {
        String iccid = server.fleet().iccid("000000001");

        for (var reference : List.of(ONE, new Iccid(iccid), new Iccid(iccid.substring(0, 19)))) {
            JsonNode sim = JSON.readTree(api.getSim(reference, Priority.COMMANDS));
            assertThat(sim.path("id").asText()).isEqualTo("000000001");
            assertThat(sim.has("data_limit")).isTrue();
        }
    }

    @Test
    void updatesOneSim() throws IOException {
        byte[] answer = api.updateSim(ONE, "{\"label\":\"Pümpe ☃\"}".getBytes(UTF_8), Priority.REST);

        assertThat(JSON.readTree(answer).path("label").asText()).isEqualTo("Pümpe ☃");
        assertThat(server.fleet().label("000000001")).isEqualTo("Pümpe ☃");
        assertThat(onlyCall().method()).isEqualTo("PATCH");
    }

    @Test
    void updatesManySimsInOneCall() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("label", "Pümpe \"☃\" \u0001");
        properties.put("connector", null);
        properties.put("tags", List.of());
        properties.put("data_limit", Map.of("total", 5_000_000, "type", "monthly"));
        List<SimUpdate> updates = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> new SimUpdate(new SimId(String.format("%09d", i)), properties))
                .toList();

        BulkAnswer answer = api.updateSims(updates, Priority.COMMANDS);

        assertThat(answer.size()).isEqualTo(20);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.lines()).hasSize(20).containsValue(new BulkAnswer.Updated());
        assertThat(server.fleet().label("000000020")).isEqualTo("Pümpe \"☃\" \u0001");
        assertThat(server.fleet().tags("000000020")).isEmpty();
        assertThat(server.fleet().sim("000000004").path("connector").isNull()).isTrue();
        assertThat(onlyCall().sims()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void saysWhichSimOfABulkWasNotUpdatedAndWhy() {
        server.refuse("000000002", "connector_not_found");

        BulkAnswer answer = api.updateSims(List.of(relabel(ONE), relabel(TWO)), Priority.COMMANDS);

        assertThat(answer.lineOf(ONE)).isEqualTo(new BulkAnswer.Updated());
        assertThat(answer.lineOf(TWO))
                .isEqualTo(new BulkAnswer.NotUpdated(new Refusal(200, "connector_not_found", null)));
        assertThat(answer.lineOf(new SimId("000000003"))).isNull();
    }

    @Test
    void sendsNeitherTooManySimsNorOneTwice() {
        List<SimUpdate> tooMany = IntStream.rangeClosed(1, 21)
                .mapToObj(i -> relabel(new SimId(String.format("%09d", i))))
                .toList();

        assertThatThrownBy(() -> api.updateSims(tooMany, Priority.COMMANDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("21");
        assertThatThrownBy(() -> api.updateSims(List.of(relabel(ONE), relabel(ONE)), Priority.COMMANDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("000000001");
        assertThat(server.calls().all()).isEmpty();
    }

    @Test
    void makesNoCallIfNothingIsWantedAnyMore() {
        BulkAnswer answer = api.updateSims(List::of, Priority.COMMANDS);

        assertThat(answer.size()).isZero();
        assertThat(server.calls().all()).isEmpty();
    }

    @Test
    void addsAndRemovesATag() {
        Tag tag = TagLists.read(api.listTags(Priority.REST)).stream()
                .filter(known -> !server.fleet().tags("000000001").contains(known.id()))
                .findFirst()
                .orElseThrow();

        api.addTag(ONE, tag.id(), Priority.COMMANDS);
        assertThat(server.fleet().tags("000000001")).contains(tag.id());
        assertThatThrownBy(() -> api.addTag(ONE, tag.id(), Priority.COMMANDS))
                .isInstanceOfSatisfying(
                        ApiException.Refused.class,
                        e -> assertThat(e.refusal().code()).isEqualTo("tag_already_on_sim"));

        api.removeTag(ONE, tag.id(), Priority.COMMANDS);
        assertThat(server.fleet().tags("000000001")).doesNotContain(tag.id());
        assertThatThrownBy(() -> api.removeTag(ONE, tag.id(), Priority.COMMANDS))
                .isInstanceOfSatisfying(
                        ApiException.Refused.class,
                        e -> assertThat(e.refusal().status()).isEqualTo(400));
    }

    @Test
    void leavesThePathAloneWhateverATagIsCalled() {
        assertThatThrownBy(() -> api.addTag(ONE, "../../000000002?x=1#y", Priority.COMMANDS))
                .isInstanceOf(ApiException.Refused.class);

        assertThat(onlyCall().path()).isEqualTo("/sims/000000001/tags/../../000000002?x=1#y");
        assertThat(onlyCall().query()).isEmpty();
    }

    @Test
    void listsTagsWhereTheyAre() {
        List<Tag> listed = TagLists.read(api.listTags(Priority.COMMANDS));
        server.withoutTags();
        List<Tag> searched = TagLists.read(api.listTags(Priority.COMMANDS));

        assertThat(listed).hasSize(5).contains(new Tag("a5023f47-1db8-425e-b664-dc0b8921f644", "Supplier"));
        assertThat(searched).isEqualTo(listed);
    }

    @Test
    void givesTheBytesOfTheApiOn() throws IOException {
        byte[] sim = api.getSim(ONE, Priority.REST);

        assertThat(new String(sim, UTF_8))
                .isEqualTo(server.fleet().sim("000000001").toString());
    }

    private Call onlyCall() {
        assertThat(server.calls().all()).hasSize(1);
        return server.calls().all().get(0);
    }

    private static SimUpdate relabel(SimId sim) {
        return new SimUpdate(sim, Map.of("label", "x"));
    }
}
