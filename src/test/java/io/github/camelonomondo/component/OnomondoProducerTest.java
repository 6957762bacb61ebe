package io.github.camelonomondo.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.NoSuchHeaderException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the producers take, from Java and from YAML. */
class OnomondoProducerTest {

    private static final SimId ONE = new SimId("000000001");
    private static final SimId TWO = new SimId("000000002");
    private static final String BULK =
            "[{\"id\":\"000000001\",\"label\":\"ü\"},{\"id\":\"000000002\",\"label\":\"ü\"}]";

    private final SimulatedOnomondo simulator = new SimulatedOnomondo(Fleet.of(25)).start();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final OnomondoComponent component = new OnomondoComponent();
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        component.setApiUrl(simulator.url());
        component.setToken("key");
        component.setCallsPerMinute(0);
        context.addComponent("onomondo", component);
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    static List<Object> bulks() throws Exception {
        var json = new ObjectMapper();
        var maps = List.of(Map.of("id", "000000001", "label", "ü"), Map.of("id", 2, "label", "ü"));
        var updates = List.of(new SimUpdate(ONE, Map.of("label", "ü")), new SimUpdate(TWO, Map.of("label", "ü")));
        return List.of(
                updates,
                new LinkedHashSet<>(updates),
                Named.of("an array", updates.toArray()),
                maps,
                Map.of("sims", maps),
                Map.of("sims", maps.toArray()),
                BULK,
                "{\"sims\":" + BULK + "}",
                BULK.getBytes(UTF_8),
                new ByteArrayInputStream(BULK.getBytes(UTF_8)),
                new StringReader(BULK),
                ByteBuffer.wrap(BULK.getBytes(UTF_8)),
                json.readTree(BULK),
                json.readTree("{\"sims\":" + BULK + "}"));
    }

    @ParameterizedTest
    @MethodSource("bulks")
    void updatesSimsByAnyFormOfABulk(Object body) {
        Exchange exchange = send("onomondo:updateSims", body, Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(BulkAnswer.class).lines()).containsOnlyKeys(ONE, TWO);
        assertThat(simulator.fleet().row("000000002").get("label").textValue()).isEqualTo("ü");
    }

    static List<Object> single() {
        return List.of(
                new SimUpdate(ONE, Map.of("label", "a")),
                Map.of("id", "000000001", "label", "a"),
                "{\"id\":\"000000001\",\"label\":\"a\"}");
    }

    @ParameterizedTest
    @MethodSource("single")
    void updatesSimsByASingleUpdate(Object body) {
        Exchange exchange = send("onomondo:updateSims", body, Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(BulkAnswer.class).lines()).containsOnlyKeys(ONE);
    }

    static List<List<Object>> wrong() {
        return List.of(
                List.of(
                        List.of(7),
                        "element 1 of updateSims is neither a SimUpdate nor a map with an id: java.lang.Integer"),
                List.of(
                        List.of(Map.of("id", "000000001", "label", "a"), Map.of("label", "a")),
                        "element 2 has no id of 9 digits"),
                List.of(List.of(Map.of("id", "000000001")), "an update of SIM 000000001 sets nothing"),
                List.of(
                        IntStream.rangeClosed(1, 21)
                                .mapToObj(i -> Map.of("id", i, "label", "a"))
                                .toList(),
                        "updateSims takes 20 SIMs at most, not 21"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void saysWhatIsWrongWithABulkBeforeItTakesACall(List<Object> bodyAndWhy) {
        Exchange exchange = send("onomondo:updateSims", bodyAndWhy.get(0), Map.of());

        assertThat(exchange.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage((String) bodyAndWhy.get(1));
        assertThat(simulator.calls().all()).isEmpty();
    }

    static List<Object> noUpdates() {
        return List.of(
                "",
                "s3cret is no JSON",
                "7",
                "{} {}",
                "null",
                "{\"label\":\"s3cret\",\"label\":\"a\"}",
                List.of("s3cret"),
                Named.of("an array", new Object[] {"s3cret"}));
    }

    @ParameterizedTest
    @MethodSource("noUpdates")
    void takesNoBodyThatIsNoneAndShowsNothingOfIt(Object body) {
        for (String operation : List.of("updateSim", "updateSims")) {
            Exchange exchange = send("onomondo:" + operation, body, Map.of(OnomondoConstants.SIM, "000000001"));

            assertThat(exchange.getException()).isInstanceOf(IllegalArgumentException.class);
            assertThat(exchange.getException()).message().doesNotContain("s3cret");
        }
        assertThat(simulator.calls().all()).isEmpty();
    }

    @Test
    void takesNoListWhereOneUpdateIsWanted() {
        Exchange exchange = send("onomondo:updateSim", BULK, Map.of(OnomondoConstants.SIM, "000000001"));

        assertThat(exchange.getException())
                .hasMessage("the body of updateSim is none: JSON of one, a map or a SimUpdate is allowed");
        assertThat(simulator.calls().all()).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(ints = 7)
    void needsABodyThatCamelCanMakeBytesOf(Object body) {
        for (String operation : List.of("updateSim", "updateSims")) {
            Exchange exchange = send("onomondo:" + operation, body, Map.of(OnomondoConstants.SIM, "000000001"));

            assertThat(exchange.getException()).isInstanceOf(InvalidPayloadException.class);
        }
        assertThat(simulator.calls().all()).isEmpty();
    }

    @Test
    void updatesSimsByAFile(@TempDir Path folder) throws Exception {
        Path bulk = Files.writeString(folder.resolve("bulk.json"), BULK);
        Path one = Files.writeString(folder.resolve("one.json"), "{\"id\":\"000000003\",\"label\":\"ü\"}");

        Exchange several = send("onomondo:updateSims", bulk, Map.of());
        Exchange single = send("onomondo:updateSim", one.toFile(), Map.of());

        assertThat(several.getException()).isNull();
        assertThat(several.getMessage().getBody(BulkAnswer.class).lines()).containsOnlyKeys(ONE, TWO);
        assertThat(single.getException()).isNull();
        assertThat(simulator.fleet().row("000000003").get("label").textValue()).isEqualTo("ü");
    }

    @Test
    void updatesSimsByTheFilesOfAFolder(@TempDir Path folder) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder).to("onomondo:updateSims");
            }
        });
        Path written = Files.writeString(folder.resolve(".bulk.json"), BULK);

        Files.move(written, folder.resolve("bulk.json"));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> "ü".equals(simulator.fleet().label("000000002")));
    }

    static List<Object> updates() throws Exception {
        String json = "{\"label\":\"ü\"}";
        return List.of(
                json,
                json.getBytes(UTF_8),
                new ByteArrayInputStream(json.getBytes(UTF_8)),
                new ObjectMapper().readTree(json),
                Map.of("label", "ü"),
                Map.of("id", "000000001", "label", "ü"),
                new SimUpdate(ONE, Map.of("label", "ü")));
    }

    @ParameterizedTest
    @MethodSource("updates")
    void updatesOneSim(Object body) {
        Exchange exchange = send("onomondo:updateSim", body, Map.of(OnomondoConstants.SIM, "000000001"));

        assertThat(exchange.getException()).isNull();
        assertThat(simulator.fleet().row("000000001").get("label").textValue()).isEqualTo("ü");
    }

    static List<Object> namesItsSim() {
        return List.of(
                Map.of("id", 2, "label", "two"),
                "{\"id\":\"000000002\",\"label\":\"two\"}",
                "{\"id\":2,\"label\":\"two\"}".getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("namesItsSim")
    void updatesTheSimThatItsBodyNames(Object body) {
        Exchange exchange = send("onomondo:updateSim", body, Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(simulator.fleet().row("000000002").get("label").textValue()).isEqualTo("two");
    }

    @ParameterizedTest
    @MethodSource("namesItsSim")
    void updatesNoSimIfItIsToldTwo(Object body) {
        var two = send("onomondo:updateSim", body, Map.of(OnomondoConstants.SIM, "000000001"));

        assertThat(two.getException()).hasMessageStartingWith("updateSim is told two SIMs");
        assertThat(simulator.calls().all()).isEmpty();
    }

    @Test
    void updatesNoSimIfItIsToldNone() {
        var none = send("onomondo:updateSim", Map.of("label", "a"), Map.of());

        assertThat(none.getException()).isInstanceOf(NoSuchHeaderException.class);
        assertThat(simulator.calls().all()).isEmpty();
    }

    static List<Object> filters() {
        var several = List.of("activated:true", "network_whitelist:Global");
        return List.of(
                several,
                new LinkedHashSet<>(several),
                Named.of("an array", several.toArray()),
                Named.of("an array of text", several.toArray(String[]::new)));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void listsSimsBySeveralFilters(Object filter) {
        send("onomondo:listSims", null, Map.of(OnomondoConstants.FILTER, filter));

        assertThat(onlyCall().query())
                .isEqualTo("filter%5B%5D=activated%3Atrue&filter%5B%5D=network_whitelist%3AGlobal");
    }

    @Test
    void listsSimsByOneFilter() {
        send("onomondo:listSims", null, Map.of(OnomondoConstants.FILTER, "label:a,b"));

        assertThat(onlyCall().query()).isEqualTo("filter=label%3Aa%2Cb");
    }

    @Test
    void takesNoFilterThatIsNone() {
        Exchange exchange = send("onomondo:listSims", null, Map.of(OnomondoConstants.FILTER, 7));

        assertThat(exchange.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelOnomondoFilter", "java.lang.Integer");
        assertThat(simulator.calls().all()).isEmpty();
    }

    static List<Object> noNumbers() {
        return List.of("abc", 1.5, 4_294_967_297L, List.of("a"));
    }

    @ParameterizedTest
    @MethodSource("noNumbers")
    void takesNoNumberThatIsNone(Object value) {
        for (String header : List.of(OnomondoConstants.LIMIT, OnomondoConstants.OFFSET)) {
            Exchange exchange = send("onomondo:findSims", null, Map.of(OnomondoConstants.SEARCH, "a", header, value));

            assertThat(exchange.getException())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(header + ": a whole number is allowed, and not '" + value + "'");
        }
        assertThat(simulator.calls().all()).isEmpty();
    }

    @Test
    void givesTextAsItIsWhateverCharsetTheAnswerOfAnotherHad() {
        simulator.fleet().change("000000001", "label", "Pümpe");

        Exchange exchange = template.request("onomondo:getSim", request -> {
            request.setProperty(ExchangePropertyKey.CHARSET_NAME, "ISO-8859-1");
            request.getMessage().setHeader(Exchange.CHARSET_NAME, "ISO-8859-1");
            request.getMessage().setHeader(OnomondoConstants.SIM, "000000001");
        });

        assertThat(exchange.getMessage().getBody(String.class)).contains("Pümpe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void asksForNoOtherPathByTheIdOfATag(String tag) {
        for (String operation : List.of("addTag", "removeTag")) {
            Exchange exchange = send(
                    "onomondo:" + operation,
                    null,
                    Map.of(OnomondoConstants.SIM, "000000001", OnomondoConstants.TAG, tag));

            assertThat(exchange.getException())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no tag has the id '" + tag + "'");
        }
        assertThat(simulator.calls().all()).isEmpty();
    }

    @Test
    void refusesACallOfAComponentThatIsStopped() {
        var endpoint = context.getEndpoint("onomondo:listTags", OnomondoEndpoint.class);

        component.stop();

        assertThatThrownBy(endpoint::api)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the onomondo component is stopped");
        component.start();
        assertThat(endpoint.api()).isNotNull();
    }

    @Test
    void tellsWhereItsCallsGo() {
        component.setApiUrl("https://user:secret@example.com");

        var endpoint = context.getEndpoint("onomondo:listTags", OnomondoEndpoint.class);

        assertThat(endpoint.getServiceUrl()).isEqualTo("https://***@example.com");
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    private Call onlyCall() {
        assertThat(simulator.calls().all()).hasSize(1);
        return simulator.calls().all().get(0);
    }
}
