package io.github.camelonomondo.benchmark;

import io.github.camelonomondo.support.ConnectorProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who is measured. Each runs in a JVM of its own, with the same heap. */
enum Subject {
    BARE("bare loop"),
    CONNECTOR("connector"),
    PEER("Parallel Consumer"),
    /** The connector with a difference: another build (CONNECTOR_OTHER_JAR) or CONNECTOR_OTHER_SETTINGS, "A=b C=d". */
    OTHER("other connector");

    static final String HEAP = "-Xmx512m";

    private final String title;

    Subject(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    String prefix(int inFlight) {
        return name().toLowerCase(Locale.ROOT) + inFlight + ".";
    }

    /** Starts it; what it does first is part of the warm-up. */
    ConnectorProcess start(Stage stage, int inFlight) {
        String prefix = prefix(inFlight);
        stage.createTopics(prefix);
        var calls = Map.of("ONOMONDO_IN_FLIGHT", Integer.toString(inFlight));
        if (this == CONNECTOR) {
            return connector(stage, prefix, calls);
        }
        if (this == OTHER) {
            var jar = System.getenv().getOrDefault("CONNECTOR_OTHER_JAR", System.getProperty("connector.jar"));
            return connector(jar, stage, prefix, HEAP, otherSettings(calls));
        }
        var main = this == BARE ? BareLoop.class : PeerLoop.class;
        return ConnectorProcess.start(
                Map.of(),
                List.of(HEAP, "-cp", System.getProperty("java.class.path")),
                main.getName(),
                stage.bootstrapServers(),
                stage.api().url(),
                prefix,
                Integer.toString(inFlight));
    }

    private static Map<String, String> otherSettings(Map<String, String> settings) {
        var others = new HashMap<>(settings);
        for (String setting : System.getenv()
                .getOrDefault("CONNECTOR_OTHER_SETTINGS", "")
                .strip()
                .split(" +", -1)) {
            int equals = setting.indexOf('=');
            if (equals > 0) {
                others.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
        }
        return others;
    }

    /** The packaged connector. CONNECTOR_JVM_OPTIONS adds to its JVM. */
    static ConnectorProcess connector(Stage stage, String prefix, Map<String, String> settings) {
        return connector(stage, prefix, HEAP, settings);
    }

    static ConnectorProcess connector(Stage stage, String prefix, String jvmOptions, Map<String, String> settings) {
        return connector(System.getProperty("connector.jar"), stage, prefix, jvmOptions, settings);
    }

    /** The same of another jar. */
    static ConnectorProcess connector(
            String jar, Stage stage, String prefix, String jvmOptions, Map<String, String> settings) {
        var more = System.getenv().getOrDefault("CONNECTOR_JVM_OPTIONS", "");
        var options = List.of((jvmOptions + " " + more).strip().split(" +", -1));
        return ConnectorProcess.start(environment(stage, prefix, settings), options, "-jar", jar)
                .awaitReady();
    }

    /** No budget, no scan, unless {@code settings} say otherwise. */
    static Map<String, String> environment(Stage stage, String prefix, Map<String, String> settings) {
        var environment = new HashMap<String, String>();
        environment.put("ONOMONDO_API_URL", stage.api().url());
        environment.put("ONOMONDO_API_TOKEN", "benchmark");
        environment.put("ONOMONDO_CALLS_PER_MINUTE", "0");
        environment.put("ONOMONDO_SCAN_INTERVAL", "0");
        environment.put("ONOMONDO_TOPIC_PREFIX", prefix);
        environment.put("ONOMONDO_GROUP", prefix + "connector");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", stage.bootstrapServers());
        // It is stopped while the backlog is written.
        environment.put("KAFKA_SESSION_TIMEOUT_MS", "45000");
        environment.putAll(settings);
        return environment;
    }
}
