package io.github.camelonomondo.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.kafka.PassThrough;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.convert.DurationStyle;

/** What the connector itself says of its settings, ports and paths; taken from its files, not repeated here. */
final class Facts {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*):([^}]*)}");
    /** Read by Spring Boot's logging, by OpenTelemetry's SDK and by Camel's HTTP component. */
    private static final Pattern OF_LIBRARIES =
            Pattern.compile("(LOGGING|OTEL)_[A-Z0-9_]+|CAMEL_COMPONENT_HTTP_PROXY[A-Z]+");

    private static final Pattern METRIC_ROW = Pattern.compile("(?m)^\\| `([a-z_]+)");

    private static final Pattern COMPACTED = Pattern.compile("COMPACTED =\\s+Map\\.of\\(([^)]+)\\);");
    private static final Pattern PAIR = Pattern.compile("\"([^\"]+)\", \"([^\"]+)\"");

    private final Map<String, String> variables = new TreeMap<>();
    private final JsonNode application;

    Facts() {
        String yaml = read("src/main/resources/application.yaml");
        application = Manifests.tree(yaml);
        VARIABLE.matcher(yaml).results().forEach(found -> variables.put(found.group(1), found.group(2)));
    }

    /** Whether setting this variable has any effect. */
    boolean knows(String variable) {
        return variables.containsKey(variable)
                || OF_LIBRARIES.matcher(variable).matches()
                || !PassThrough.of(Map.of(variable, "x")).all().isEmpty();
    }

    String defaultOf(String variable) {
        return variables.get(variable);
    }

    String livePath() {
        return healthPath("live");
    }

    String readyPath() {
        return healthPath("ready");
    }

    String metricsPath() {
        return basePath() + "/"
                + application
                        .at("/management/endpoints/web/path-mapping/prometheus")
                        .asText("prometheus");
    }

    /** REST first, then Camel. */
    int shutdownSeconds() {
        var rest =
                application.at("/spring/lifecycle/timeout-per-shutdown-phase").asText();
        return (int) DurationStyle.detectAndParse(rest).toSeconds()
                + application.at("/camel/main/shutdown-timeout").intValue();
    }

    /** With what the connector makes the topics of state and checkpoint. */
    Map<String, String> compacted() {
        var source = COMPACTED.matcher(read("src/main/java/io/github/camelonomondo/boot/TopicCreation.java"));
        if (!source.find()) {
            throw new IllegalStateException("TopicCreation has no COMPACTED");
        }
        return PAIR.matcher(source.group(1))
                .results()
                .collect(Collectors.toMap(pair -> pair.group(1), pair -> pair.group(2)));
    }

    /** Metrics of our own, as the documentation lists them. */
    Set<String> metrics() {
        return METRIC_ROW
                .matcher(read("docs/metrics.md"))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a metric of our own has this label and, if there is one, this value of it, as the documentation says. */
    boolean hasLabel(String metric, String label, String value) {
        return read("docs/metrics.md")
                .lines()
                .filter(row -> row.startsWith("| `" + metric + "` |"))
                .anyMatch(
                        row -> row.contains("`" + label + "`") && (value.isEmpty() || row.contains("`" + value + "`")));
    }

    /** Routes by file name. */
    Map<String, String> routes() {
        try (var files = Files.newDirectoryStream(Path.of("routes"), "*.camel.yaml")) {
            var routes = new TreeMap<String, String>();
            files.forEach(file -> routes.put(String.valueOf(file.getFileName()), read(file.toString())));
            return routes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Secrets that an operator of the connector makes. */
    Manifests secretsMadeOutside() {
        return Manifests.ofYaml(read("k8s/secrets.example.yaml"));
    }

    static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String healthPath(String group) {
        if (application.at("/management/endpoint/health/group/" + group).isMissingNode()) {
            throw new IllegalStateException("application.yaml has no health group " + group);
        }
        return basePath() + "/health/" + group;
    }

    private String basePath() {
        return application.at("/management/endpoints/web/base-path").asText("/actuator");
    }
}
