package io.github.camelonomondo;

import static io.github.camelonomondo.support.Stage.command;
import static io.github.camelonomondo.support.Stage.relabel;
import static io.github.camelonomondo.support.Topics.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.SimTag;
import io.github.camelonomondo.support.ConnectorProcess;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Results;
import io.github.camelonomondo.support.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code java -jar}, from a strange folder, set by the environment alone, between a real broker and a simulated API. */
class PackagedConnectorIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int BULK = 20;
    private static final int LEFT_AND_RIGHT = 100;
    private static final int TAGGED = 40;
    private static final int COMMANDS = 2 * LEFT_AND_RIGHT + TAGGED;
    private static final int FEWEST_BULKS = (LEFT_AND_RIGHT + TAGGED) / BULK;
    private static final int MORE_BULKS = 8;

    private static final String EVENTS = "onomondo.sim.events";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new KafkaBroker().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void appliesTheCommandsThatWaitedForItInFewCallsAndSendsNoneAgainAfterAStop() {
        try (var stage = new Stage(broker.bootstrapServers(), 1_000)) {
            // Given
            var fleet = stage.api().fleet();
            List<String> changed = fleet.ids().subList(0, LEFT_AND_RIGHT);
            List<String> tagged = fleet.ids().subList(LEFT_AND_RIGHT, LEFT_AND_RIGHT + TAGGED);
            Map<String, List<String>> tagsBefore = new HashMap<>();
            tagged.forEach(sim -> tagsBefore.put(sim, fleet.tags(sim)));
            changed.forEach(sim -> fleet.change(sim, "activated", false));
            changed.forEach(sim -> stage.send(command("activate-" + sim, "activate", sim)));
            changed.forEach(sim -> stage.send(relabel("relabel-" + sim, sim, "pump-" + sim)));
            tagged.forEach(sim -> stage.send(command("tag-" + sim, "tag", sim).put("tag", newTag(stage, sim))));
            stage.topics().flush();

            // When
            ConnectorProcess first = stage.startReady();
            Results results = stage.awaitResults(SOON, COMMANDS);
            await().atMost(SOON).until(() -> stage.uncommitted() == 0);

            // Then
            assertThat(results.size()).isEqualTo(COMMANDS);
            assertThat(results.statuses()).isEqualTo(Map.of("SUCCEEDED", (long) COMMANDS));
            assertThat(changed).allSatisfy(sim -> {
                assertThat(fleet.sim(sim).path("activated").asBoolean()).isTrue();
                assertThat(fleet.label(sim)).isEqualTo("pump-" + sim);
            });
            assertThat(tagged)
                    .allSatisfy(sim -> assertThat(fleet.tags(sim))
                            .containsAll(tagsBefore.get(sim))
                            .hasSize(tagsBefore.get(sim).size() + 1));
            assertThat(stage.api().calls().bulks())
                    .hasSizeBetween(FEWEST_BULKS, FEWEST_BULKS + MORE_BULKS)
                    .allSatisfy(PackagedConnectorIT::holdsAFewSimsOnce);

            // When
            int status = first.terminate();
            ConnectorProcess second = stage.startReady();
            stage.send(relabel("after", "000000999", "after"));
            Results later = stage.awaitResults(SOON, COMMANDS + 1);

            // Then
            assertThat(status).isZero();
            assertThat(later.size()).isEqualTo(COMMANDS + 1);
            assertThat(stage.api().calls().count(call -> call.isUpdate() && !call.touches("000000999")))
                    .isEqualTo(stage.api().calls().bulkCount() - 1);
            assertThat(stage.topics().read(stage.topic("onomondo.sim.commands.dlq")))
                    .isEmpty();
            assertThat(first.log() + second.log()).doesNotContain(Stage.KEY);
        }
    }

    @Test
    void tellsOnceWhatDiffersBetweenTwoScansAndKeepsTheStateOfEverySim() {
        try (var stage = new Stage(broker.bootstrapServers(), 50).with("ONOMONDO_SCAN_INTERVAL", "1s")) {
            // Given
            stage.startReady();
            var snapshot = stage.topics().await(stage.topic(EVENTS), SOON, events -> events.size() >= 50);
            var state = stage.topics().read(stage.topic("onomondo.sim.state"));

            // When
            stage.api().fleet().change("000000007", "label", "by somebody else");
            stage.topics().await(stage.topic(EVENTS), SOON, events -> events.size() >= 51);
            stage.send(relabel("ours", "000000008", "by a command"));
            var events = stage.topics().await(stage.topic(EVENTS), SOON, all -> all.size() >= 52);

            // Then
            assertThat(snapshot)
                    .hasSize(50)
                    .allSatisfy(
                            event -> assertThat(header(event, "ce_type")).isEqualTo("com.onomondo.sim.snapshot.v1"));
            assertThat(state)
                    .extracting(ConsumerRecord::key)
                    .containsExactlyInAnyOrderElementsOf(stage.api().fleet().ids());
            assertThat(changes(events))
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(header(event, "changed")).isEqualTo("label"));
            assertThat(changeOf("000000007", events).value()).contains("\"after\":{\"label\":\"by somebody else\"}");
            assertThat(header(changeOf("000000007", events), "origin")).isEqualTo("external");
            assertThat(header(changeOf("000000008", events), "origin")).isEqualTo("command");
            assertThat(header(changeOf("000000008", events), "ce_causationid")).isEqualTo("ours");
        }
    }

    @Test
    void answersRestAsTheApiDoesAndTakesCommands() throws Exception {
        try (var stage = new Stage(broker.bootstrapServers(), 50)
                .with("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs")
                .with("LOGGING_LEVEL_IO_GITHUB_CAMELONOMONDO", "debug")) {
            // Given
            var connector = stage.startReady();
            String iccid = stage.api().fleet().iccid("000000004");
            String bulk = stage.api().fleet().ids().stream()
                    .map(sim -> "{\"id\":\"%s\",\"label\":\"over REST\"}".formatted(sim))
                    .collect(Collectors.joining(",", "{\"sims\":[", "]}"));
            String command = relabel("posted", "000000003", "posted").toString();

            // When
            var list = http(connector, "GET", "/sims?limit=50", "");
            var one = http(connector, "GET", "/sims/000000003", "");
            var lines = http(connector, "PATCH", "/sims/bulk", bulk);
            var accepted = http(connector, "POST", "/commands", command);
            var byIccid = http(connector, "GET", "/sims/" + iccid, "");
            var results = stage.awaitResults(SOON, 1);

            // Then
            assertThat(byIccid.statusCode()).isEqualTo(200);
            assertThat(list.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(list.body()).path("sims")).hasSize(50);
            assertThat(JSON.readTree(one.body()).path("id").asText()).isEqualTo("000000003");
            assertThat(lines.statusCode()).isEqualTo(200);
            assertThat(lines.body().lines()).hasSize(50);
            assertThat(stage.api().fleet().label("000000050")).isEqualTo("over REST");
            assertThat(accepted.statusCode()).isEqualTo(202);
            assertThat(results.status("posted")).isEqualTo("SUCCEEDED");
            assertThat(stage.api().calls().bulks()).allSatisfy(PackagedConnectorIT::holdsAFewSimsOnce);
            assertThat(connector.read("/observe/metrics")).contains("onomondo_api_calls");
            assertThat(stage.api().calls().all())
                    .allSatisfy(call -> assertThat(call.traceparent()).isNull());

            // When
            connector.terminate();

            // Then
            assertThat(connector.log()).doesNotContain(iccid, "over REST", "posted", Stage.KEY);
            assertThat(jsonLines(connector))
                    .allSatisfy(line ->
                            assertThat(line.at("/service/name").asText()).isEqualTo("camel-onomondo"))
                    .anySatisfy(line -> {
                        assertThat(line.path("message").asText()).isEqualTo("request answered");
                        assertThat(line.path("path").asText())
                                .isEqualTo("/sims/…" + iccid.substring(iccid.length() - 4));
                        assertThat(line.path("status").asInt()).isEqualTo(200);
                        assertThat(line.at("/log/level").asText()).isEqualTo("INFO");
                    });
        }
    }

    /** Every line of the log, each of which must be JSON. */
    private static List<JsonNode> jsonLines(ConnectorProcess connector) throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (String line : connector.log().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static HttpResponse<String> http(ConnectorProcess connector, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(connector.url() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static List<ConsumerRecord<String, String>> changes(List<ConsumerRecord<String, String>> events) {
        return events.stream()
                .filter(event -> "com.onomondo.sim.changed.v1".equals(header(event, "ce_type")))
                .toList();
    }

    private static ConsumerRecord<String, String> changeOf(String sim, List<ConsumerRecord<String, String>> events) {
        return changes(events).stream()
                .filter(event -> event.key().equals(sim))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ONOMONDO_API_TOKEN     |                           | ONOMONDO_API_TOKEN is missing: .* is required
            ONOMONDO_IN_FLIGHT     | abc                       | ONOMONDO_IN_FLIGHT=abc: a whole number.* is allowed
            ONOMONDO_IN_FLIGHT     | 0                         | ONOMONDO_IN_FLIGHT=0: a whole number from 1 .* is allowed
            ONOMONDO_SCAN_INTERVAL | xyz                       | ONOMONDO_SCAN_INTERVAL=xyz: .*duration such as .* is allowed
            ONOMONDO_API_AUTH      | foo                       | ONOMONDO_API_AUTH=foo: one of \\[bearer, raw, auto] is allowed
            ONOMONDO_API_URL       | http://api.example.com    | ONOMONDO_API_URL=http://api.example.com: plain http .*
            ONOMONDO_ROUTES        | file:/nowhere/*.camel.yaml| ONOMONDO_ROUTES=file:/nowhere/\\*.camel.yaml: .* is allowed
            ONOMONDO_GROUP         | a group                   | ONOMONDO_GROUP=a group: 1 to 200 letters, .* are allowed
            """)
    void stopsAtTheStartWithOneLineThatNamesABadSetting(String variable, String value, String line) {
        try (var stage = new Stage(broker.bootstrapServers(), 1)) {
            // When
            var connector = stage.with(variable, value == null ? "" : value).start();
            int status = connector.awaitEnd();

            // Then
            assertThat(status).isNotZero();
            assertThat(connector.log().lines()).anyMatch(Pattern.compile(line).asMatchPredicate());
            assertThat(connector.log()).doesNotContain("\tat ").doesNotContain(Stage.KEY);
        }
    }

    @Test
    void packsRoutesAndSettingsIntoTheConnectorAndLeavesThemOutOfTheLibrary() throws IOException {
        Path connector = Path.of(System.getProperty("connector.jar"));
        Path library = connector.resolveSibling("camel-onomondo.jar");

        assertThat(entries(connector))
                .contains("BOOT-INF/classes/application.yaml", "BOOT-INF/classes/routes/faults.camel.yaml")
                .contains("BOOT-INF/classes/asyncapi.yaml", "BOOT-INF/classes/schemas/command.schema.json")
                .anyMatch(name -> name.endsWith("META-INF/build-info.properties"))
                .contains("BOOT-INF/classes/io/github/camelonomondo/boot/Application.class")
                .noneMatch(name -> name.contains("simulator") || name.contains("testcontainers"));
        assertThat(entries(library))
                .contains("io/github/camelonomondo/component/OnomondoComponent.class")
                .contains("META-INF/services/org/apache/camel/component/onomondo")
                .contains("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")
                .noneMatch(name -> name.contains("application.yaml") || name.startsWith("openapi"))
                .noneMatch(name -> name.startsWith("routes") || name.startsWith("static"))
                .noneMatch(name -> name.startsWith("asyncapi") || name.startsWith("schemas"))
                .noneMatch(name -> name.contains("build-info") || name.contains("sbom"))
                .noneMatch(name -> name.startsWith("io/github/camelonomondo/boot"));
    }

    private static List<String> entries(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).toList();
        }
    }

    private static void holdsAFewSimsOnce(Call bulk) {
        assertThat(bulk.sims()).hasSizeLessThanOrEqualTo(BULK).doesNotHaveDuplicates();
    }

    /** By its name for one half of the SIMs, by its id for the other. */
    private static String newTag(Stage stage, String sim) {
        var has = new HashSet<>(stage.api().fleet().tags(sim));
        SimTag tag = stage.api().fleet().catalogue().tags().stream()
                .filter(one -> !has.contains(one.id()))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(sim) % 2 == 0 ? tag.name() : tag.id();
    }
}
