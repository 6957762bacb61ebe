package io.github.camelonomondo.boot;

import static io.github.camelonomondo.boot.Observed.PATIENCE;
import static io.github.camelonomondo.support.Topics.header;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.support.KeptSpans;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Metrics and traces of a connector that has done a little of everything, held to what pages, alerts and dashboard say. */
class ObservabilityTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(onomondo_[a-z_]+)` \\| ([a-z `_]+) \\| (.+?) \\| .+ \\|$");
    private static final Pattern LABEL = Pattern.compile("`([a-z]+)`: ");
    private static final Pattern NAMED = Pattern.compile("\\b(?:onomondo|jvm|process|camel|http_server)_[a-z_]+[a-z]");

    private static Observed connector;

    @BeforeAll
    static void start() throws IOException {
        connector = new Observed();
        connector.api().refuse(connector.sim(0), "connector_not_found");
        connector.send(connector.sim(0), "{\"type\":\"set-connector\",\"connector\":\"none\"}", Map.of());
        connector.send(connector.sim(1), "{\"type\":\"relabel\",\"label\":\"a\"}", Map.of());
        connector.send(connector.sim(2), "{\"type\":\"explode\"}", Map.of());
        connector.callRest();
        System.gc();
        await().atMost(PATIENCE)
                .until(() -> connector.metrics().value("onomondo_scan_seconds_count") > 0
                        && connector.metrics().value("onomondo_commands_total") == 3
                        && connector.metrics().value("onomondo_commands_lag") == 0);
    }

    @AfterAll
    static void stop() {
        connector.close();
    }

    @Test
    void exportsWhatIsDocumentedUnderTheseLabelsAndNothingElse() throws IOException {
        Map<String, Set<String>> exported = connector.metrics().labels();
        Map<String, Set<String>> documented = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("docs", "metrics.md")))
                .results()
                .forEach(row -> samples(row).forEach(name -> documented.put(name, labels(row))));

        assertThat(documented).hasSizeGreaterThan(20);
        assertThat(exported.keySet().stream().filter(name -> name.startsWith("onomondo_")))
                .containsExactlyInAnyOrderElementsOf(documented.keySet());
        documented.forEach(
                (name, labels) -> assertThat(exported.get(name)).as(name).isEqualTo(labels));
    }

    @Test
    void exportsEveryNameOfAlertsDashboardAndPages() throws IOException {
        Set<String> known = connector.metrics().names();

        for (String page : List.of(
                "k8s/components/monitoring/dashboard.json",
                "k8s/components/monitoring/alerts.yaml",
                "docs/metrics.md",
                "docs/operations.md")) {
            Set<String> named = NAMED.matcher(Files.readString(Path.of(page)))
                    .results()
                    .map(MatchResult::group)
                    .collect(toCollection(TreeSet::new));
            assertThat(named).as(page).isNotEmpty();
            assertThat(known).as(page).containsAll(named);
        }
    }

    @Test
    void knowsWhatWaitsWhileCommandsArePausedAndWhileTheApiIsAway() {
        // When
        connector.order("pause-commands");
        relabel("later", connector.sim(3), Map.of());

        // Then
        await().atMost(PATIENCE).until(() -> lag() == 1 && age() > 1);
        assertThat(connector.api().calls().count(call -> call.isUpdate() && call.touches(connector.sim(3))))
                .isZero();

        assertThat(connector.health()).contains("\"paused\":\"by order\"");

        // When
        connector.api().goAway();
        connector.order("resume-commands");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(connector.health()).doesNotContain("paused"));
        double age = age();

        // Then
        await().atMost(PATIENCE).until(() -> age() > age + 2);
        assertThat(lag()).isEqualTo(1);

        // When
        connector.api().comeBack();

        // Then
        await().atMost(PATIENCE).until(() -> lag() == 0 && age() == 0);
    }

    @Test
    void carriesTheTraceOfACommandThroughTheCallToItsResult() {
        // Given
        String sim = connector.sim(10);
        String traceparent = traceparent();

        // When
        relabel("alone", sim, Map.of("traceparent", traceparent));

        // Then
        assertThat(header(connector.results(1, "alone").get(0), "traceparent")).isEqualTo(traceparent);
        SpanData span = spanOf(bulkOf(sim));
        assertThat(span.getTraceId()).isEqualTo(part(traceparent, 1));
        assertThat(span.getParentSpanId()).isEqualTo(part(traceparent, 2));
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getName()).isEqualTo("updateSims");
        assertThat(span.getAttributes().asMap().toString())
                .contains("http.response.status_code=200", "http.request.method=PATCH")
                .doesNotContain(sim);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(connector.received())
                        .anySatisfy(request -> assertThat(request)
                                .startsWith("POST /v1/traces ")
                                .contains("camel-onomondo", "updateSims")));
    }

    @Test
    void linksABulkToTheTracesOfAllItsCommands() {
        // Given
        Map<String, String> sent = List.of(connector.sim(11), connector.sim(12), connector.sim(13)).stream()
                .collect(toMap(sim -> sim, sim -> traceparent()));
        connector.order("pause-commands");

        // When
        sent.forEach((sim, traceparent) -> relabel("bulk", sim, Map.of("traceparent", traceparent)));
        connector.order("resume-commands");

        // Then
        List<ConsumerRecord<String, String>> results = connector.results(3, "bulk");
        assertThat(results)
                .allSatisfy(result -> assertThat(header(result, "traceparent")).isEqualTo(sent.get(result.key())));
        SpanData span = spanOf(bulkOf(connector.sim(11)));
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(span.getLinks())
                .extracting(link -> link.getSpanContext().getTraceId())
                .containsExactlyInAnyOrderElementsOf(
                        sent.values().stream().map(parent -> part(parent, 1)).toList());
    }

    @Test
    void makesNothingOfATraceparentThatIsNone() {
        relabel("odd", connector.sim(15), Map.of("traceparent", "00-nonsense"));

        assertThat(header(connector.results(1, "odd").get(0), "traceparent")).isEqualTo("00-nonsense");
        SpanData span = spanOf(bulkOf(connector.sim(15)));
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(span.getLinks()).isEmpty();
    }

    @Test
    void makesTheCallsOfARestRequestChildrenOfItsSpan() {
        // Given
        String bulk = "{\"sims\":[{\"id\":\"" + connector.sim(20) + "\",\"label\":\"b\"}]}";
        String reading = traceparent();
        String writing = traceparent();

        // When
        connector.rest("GET", "/sims/" + connector.sim(21), "", reading);
        connector.rest("PATCH", "/sims/bulk", bulk, writing);

        // Then
        Call get = connector
                .api()
                .calls()
                .matching(call -> call.path().equals("/sims/" + connector.sim(21)))
                .get(0);
        assertThat(List.of(spanOf(get), spanOf(bulkOf(connector.sim(20)))))
                .extracting(span -> span.getTraceId() + "-" + span.getParentSpanId())
                .containsExactly(part(reading, 1) + "-" + part(reading, 2), part(writing, 1) + "-" + part(writing, 2));
    }

    @Test
    void tracesThePagesOfScansAndStartsNoThreadButForSpans() {
        SpanData span = spanOf(connector.api().calls().matching(Call::isPage).get(0));

        assertThat(span.getName()).isEqualTo("listSims");
        assertThat(span.getLinks()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .anyMatch(name -> name.startsWith("BatchSpanProcessor"))
                .noneMatch(name -> name.startsWith("BatchLogRecordProcessor"));
    }

    /** What a documented metric is as Prometheus sees it. */
    private static List<String> samples(MatchResult row) {
        String name = row.group(1);
        return switch (row.group(2)) {
            case "timer", "summary" -> List.of(name + "_count", name + "_sum", name + "_max");
            case "timer without `_max`" -> List.of(name + "_count", name + "_sum");
            case "gauge", "counter" -> List.of(name);
            default -> throw new IllegalStateException("docs/metrics.md: " + row.group());
        };
    }

    private static Set<String> labels(MatchResult row) {
        return LABEL.matcher(row.group(3))
                .results()
                .map(label -> label.group(1))
                .collect(toCollection(TreeSet::new));
    }

    private static double lag() {
        return connector.metrics().value("onomondo_commands_lag");
    }

    private static double age() {
        return connector.metrics().value("onomondo_commands_oldest_age_seconds");
    }

    private static void relabel(String id, String sim, Map<String, String> headers) {
        String command = "{\"id\":\"%s\",\"type\":\"relabel\",\"label\":\"%s\"}";
        connector.send(sim, command.formatted(id, UUID.randomUUID()), headers);
    }

    private static Call bulkOf(String sim) {
        List<Call> bulks = connector.api().calls().matching(call -> call.isBulk() && call.touches(sim));
        assertThat(bulks).hasSize(1);
        return bulks.get(0);
    }

    /** The span that the request at the API names. */
    private static SpanData spanOf(Call call) {
        assertThat(call.traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        return await().atMost(PATIENCE)
                .until(
                        () -> KeptSpans.all().stream()
                                .filter(span -> span.getSpanId().equals(part(call.traceparent(), 2)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static String traceparent() {
        String random = UUID.randomUUID().toString().replace("-", "");
        return "00-" + random + "-" + random.substring(0, 16) + "-01";
    }

    private static String part(String traceparent, int number) {
        return traceparent.split("-")[number];
    }
}
