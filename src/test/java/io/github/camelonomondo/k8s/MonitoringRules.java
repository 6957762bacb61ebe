package io.github.camelonomondo.k8s;

import static io.github.camelonomondo.k8s.Manifests.elements;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is scraped is there, and every alert and panel asks for metrics that exist and are documented. */
final class MonitoringRules {

    private static final Pattern METRIC = Pattern.compile("\\bonomondo_[a-z_]+");
    private static final Pattern SERIES = Pattern.compile("_(count|sum|max|bucket)$");

    private static final Pattern SELECTOR = Pattern.compile("\\b(onomondo_[a-z_]+)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=|!=|=~|!~)\"([^\"]*)\"");
    /** Of an installation that is down nothing is left then, not even its namespace. */
    private static final Pattern ONLY_WHAT_IS_UP = Pattern.compile("up\\{[^}]*}\\s*(==\\s*1|>)");
    /** What Prometheus adds to each series. */
    private static final Set<String> OF_THE_TARGET = Set.of("namespace", "pod", "job");

    private MonitoringRules() {}

    static void check(Manifests manifests, Facts facts, Faults faults) {
        manifests
                .of("ServiceMonitor")
                .forEach(monitor -> elements(monitor.at("/spec/endpoints")).forEach(endpoint -> {
                    faults.unless(
                            elements(manifests.the("Service").at("/spec/ports"))
                                    .anyMatch(port -> port.path("name").equals(endpoint.path("port"))),
                            "ServiceMonitor: the Service has no port " + endpoint.path("port"));
                    faults.unless(
                            facts.metricsPath().equals(endpoint.path("path").asText()),
                            "ServiceMonitor: scrapes " + endpoint.path("path") + " instead of " + facts.metricsPath());
                }));
        if (manifests.has("PrometheusRule")) {
            alerts(manifests, facts, faults);
        }
        String dashboard = manifests.configMap("camel-onomondo-dashboard").get("dashboard.json");
        if (dashboard != null) {
            dashboard(Manifests.tree(dashboard), facts, faults);
        }
    }

    private static void alerts(Manifests manifests, Facts facts, Faults faults) {
        String operations = Facts.read("docs/operations.md");
        List<JsonNode> alerts = elements(manifests.the("PrometheusRule").at("/spec/groups"))
                .flatMap(group -> elements(group.path("rules")))
                .toList();
        var names = new HashSet<String>();
        for (JsonNode alert : alerts) {
            String name = alert.path("alert").asText();
            faults.unless(!name.isEmpty() && names.add(name), "alert " + name + ": twice or without a name");
            faults.unless(operations.contains("### " + name + "\n"), "alert " + name + ": nobody says what to do");
            faults.unless(
                    alert.at("/annotations/runbook")
                            .asText()
                            .equals("docs/operations.md#" + name.toLowerCase(Locale.ROOT)),
                    "alert " + name + ": runbook " + alert.at("/annotations/runbook"));
            faults.unless(
                    Set.of("warning", "critical")
                            .contains(alert.at("/labels/severity").asText()),
                    "alert " + name + ": severity");
            faults.unless(
                    !alert.at("/annotations/summary").asText().isEmpty()
                            && alert.path("for").asText().matches("\\d+[smh]"),
                    "alert " + name + ": summary or for");
            String expression = alert.path("expr").asText();
            expression(expression, "alert " + name, facts, faults);
            faults.unless(
                    !expression.contains("onomondo_breaker_state"),
                    "alert " + name + ": the breaker is half open most of an outage, and open after it");
            faults.unless(
                    expression.contains("by (namespace")
                            && !ONLY_WHAT_IS_UP.matcher(expression).find(),
                    "alert " + name + ": does not see one installation that is down beside another");
            faults.unless(
                    !expression.contains("\"aborted\"") || expression.contains("\"ok|refused\""),
                    "alert " + name + ": an outage aborts a scan every few seconds");
            faults.unless(
                    !expression.contains("\"throttled\"") || expression.contains(" (increase("),
                    "alert " + name + ": after a 429 nobody calls until the reset, so there is no rate of them");
        }
        faults.unless(alerts.size() >= 10, "only " + alerts.size() + " alerts");
    }

    private static void dashboard(JsonNode dashboard, Facts facts, Faults faults) {
        List<JsonNode> targets = elements(dashboard.path("panels"))
                .flatMap(panel -> elements(panel.path("targets")))
                .toList();
        faults.unless(!targets.isEmpty(), "dashboard: shows nothing");
        targets.forEach(target -> expression(target.path("expr").asText(), "dashboard", facts, faults));
    }

    private static void expression(String expression, String where, Facts facts, Faults faults) {
        faults.unless(balanced(expression), where + ": brackets of " + expression);
        Set<String> known = facts.metrics();
        METRIC.matcher(expression)
                .results()
                .map(found -> found.group())
                .filter(metric -> Stream.of(metric, SERIES.matcher(metric).replaceFirst(""))
                        .noneMatch(known::contains))
                .forEach(metric -> faults.unless(false, where + ": docs/metrics.md has no " + metric));
        faults.unless(
                !expression.contains("onomondo_state_sims")
                        || expression.matches(".*\\band on \\(namespace, pod\\) onomondo_leader == 1\\b.*"),
                where + ": shows 0 SIMs, as if the fleet were empty, while nobody leads");
        SELECTOR.matcher(expression)
                .results()
                .forEach(selector -> MATCHER.matcher(selector.group(2))
                        .results()
                        .filter(label -> !OF_THE_TARGET.contains(label.group(1)))
                        .forEach(label -> Stream.of(label.group(2).split("\\|"))
                                .forEach(value ->
                                        labelled(selector.group(1), label.group(1), value, where, facts, faults))));
    }

    private static void labelled(String series, String label, String value, String where, Facts facts, Faults faults) {
        faults.unless(
                facts.hasLabel(series, label, value)
                        || facts.hasLabel(SERIES.matcher(series).replaceFirst(""), label, value),
                where + ": docs/metrics.md has no " + series + " of " + label + " " + value);
    }

    private static boolean balanced(String expression) {
        return !expression.isEmpty()
                && Stream.of("()", "[]", "{}")
                        .allMatch(pair -> expression
                                        .chars()
                                        .filter(c -> c == pair.charAt(0))
                                        .count()
                                == expression
                                        .chars()
                                        .filter(c -> c == pair.charAt(1))
                                        .count());
    }
}
