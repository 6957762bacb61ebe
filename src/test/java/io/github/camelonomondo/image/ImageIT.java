package io.github.camelonomondo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The image under what OpenShift's restricted-v2 and Pod Security "restricted" leave a container. */
@EnabledIf(value = "io.github.camelonomondo.image.Docker#answers", disabledReason = "no Docker engine answers")
class ImageIT {

    private static final String IMAGE = "camel-onomondo:image-it";
    private static final String USER_OF_A_NAMESPACE = "1000660000";
    /** For machines without a registry; a public image stands in everywhere else. */
    private static final String LOCAL_BASE = "jre17:jlink";

    private static final Pattern NO_REGISTRY =
            Pattern.compile("UnknownHost|Connection refused|timed out|Connect to|Network is unreachable|Unauthorized");
    private static final Pattern OF_THE_IMAGE =
            Pattern.compile("\\] (org|io|com|ch)\\.[\\w.$]+ source: (file:/app|shared)");
    private static final String ARCHIVED = "source: shared objects file";
    private static final Pattern METRIC_ROW = Pattern.compile("(?m)^\\| `([a-z_]+)");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeAll
    static void build() {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-q",
                "-B",
                "-Pimage-archive",
                "initialize",
                "jib:dockerBuild@image-without-archive",
                "exec:exec@image-archive",
                "jib:dockerBuild",
                "-Dmaven.repo.local=" + System.getProperty("local.repository"),
                "-Djib.image=" + IMAGE,
                "-Dimage.without.archive=" + IMAGE + "-without-archive"));
        if (Path.of(Docker.client()).isAbsolute()) {
            command.add("-Djib.dockerClient.executable=" + Docker.client());
        }
        String base = System.getProperty("jib.base", Docker.hasImage(LOCAL_BASE) ? "docker://" + LOCAL_BASE : "");
        if (!base.isEmpty()) {
            command.add("-Djib.base=" + base);
            command.add("-Djib.from.platforms=linux/" + architecture());
        }
        Docker.Ended build = Docker.run(command);
        assumeFalse(
                base.isEmpty()
                        && !build.ok()
                        && NO_REGISTRY.matcher(build.output()).find(),
                "no registry to take the base image from");
        assertThat(build.ok()).as(build.output()).isTrue();
    }

    @Test
    void answersACommandUnderRestrictionsAndStopsInTime() throws Exception {
        try (var broker = new KafkaBroker().start();
                var api = new SimulatedOnomondo(Fleet.of(100)).limit(600).start();
                var topics = new Topics(broker.bootstrapServers());
                var connector =
                        RestrictedContainer.run(IMAGE, USER_OF_A_NAMESPACE, environment(broker, api), mounts())) {
            // When
            connector.awaitReady(SOON);
            topics.send("onomondo.sim.commands", "000000007", """
                    {"id": "c-1", "type": "relabel", "sim": "000000007", "label": "pump-17"}""");
            topics.send("onomondo.sim.commands", "000000008", """
                    {"id": "c-2", "type": "explode", "sim": "000000008"}""");
            topics.flush();
            var results = topics.await("onomondo.sim.command-results", SOON, found -> found.size() == 2);
            topics.await("onomondo.sim.events", SOON, found -> found.size() >= 100);

            // Then
            assertThat(results)
                    .extracting(result -> json(result.value()).path("status").asText())
                    .containsExactlyInAnyOrder("SUCCEEDED", "REJECTED");
            assertThat(api.fleet().sim("000000007").path("label").asText()).isEqualTo("pump-17");
            assertThat(connector.user()).isEqualTo(USER_OF_A_NAMESPACE);
            assertThat(connector.metrics()).contains(documentedMetrics());

            // When
            Instant asked = Instant.now();
            int status = connector.terminate(SOON);

            // Then
            assertThat(status).isZero();
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(20));
            System.out.printf(
                    Locale.ROOT,
                    "image %d MB, ready after %.1f s, ended after %.1f s%n",
                    Long.parseLong(Docker.call("image", "inspect", "-f", "{{.Size}}", IMAGE)) / 1_000_000,
                    connector.readyAfter().toMillis() / 1000.0,
                    Duration.between(asked, Instant.now()).toMillis() / 1000.0);
        }
    }

    /** The start is cut short by the setting that is missing. */
    @Test
    void loadsItsClassesFromAnArchiveOfItsOwnJvm() {
        // When
        String log = Docker.run(List.of(
                        Docker.client(),
                        "run",
                        "--rm",
                        "--read-only",
                        "--tmpfs=/tmp",
                        "--cap-drop=ALL",
                        "--user=" + USER_OF_A_NAMESPACE + ":0",
                        "--env=JAVA_TOOL_OPTIONS=-XX:TieredStopAtLevel=1 -Xlog:class+load",
                        IMAGE))
                .output();

        // Then
        assertThat(log).contains("ONOMONDO_API_TOKEN");
        List<String> loaded = log.lines().filter(OF_THE_IMAGE.asPredicate()).toList();
        assertThat(loaded).hasSizeGreaterThan(1_000);
        assertThat(loaded)
                .filteredOn(line -> !line.endsWith(ARCHIVED))
                .as("from jars, one by one")
                .hasSizeLessThan(loaded.size() / 10);
        assertThat(log).containsPattern("io\\.github\\.camelonomondo\\.boot\\.Application " + ARCHIVED);
    }

    @Test
    void saysWhatItIs() {
        JsonNode config = json(Docker.call("image", "inspect", "-f", "{{json .Config}}", IMAGE));

        assertThat(config.path("User").asText()).isEqualTo("1000:0");
        assertThat(config.path("ExposedPorts").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("8080/tcp", "9876/tcp");
        assertThat(config.path("Entrypoint").toString())
                .contains("\"java\"", "-XX:MaxRAMPercentage=", "-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=/tmp");
        assertThat(config.path("Labels").properties())
                .extracting(Map.Entry::getKey)
                .contains(
                        "org.opencontainers.image.title",
                        "org.opencontainers.image.version",
                        "org.opencontainers.image.licenses",
                        "org.opencontainers.image.base.name");
        assertThat(config.path("Labels")
                        .path("org.opencontainers.image.revision")
                        .asText())
                .as("the commit; sources outside a repository have none")
                .matches("[0-9a-f]{40}|unknown");
    }

    @Test
    void carriesTheListOfWhatItIsMadeOf() throws IOException {
        // Given
        Path copy = Files.createDirectories(Path.of("target", "image-it")).resolve("sbom.json");
        String container = Docker.call("create", IMAGE);
        try {
            // When
            Docker.call("cp", container + ":/app/META-INF/sbom/application.cdx.json", copy.toString());
        } finally {
            Docker.call("rm", container);
        }

        // Then
        JsonNode sbom = JSON.readTree(copy.toFile());
        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(sbom.path("components"))
                .extracting(component -> component.path("name").asText())
                .contains("camel-core-engine", "kafka-clients")
                .doesNotContain("junit-jupiter-api");
    }

    private static Map<String, String> environment(KafkaBroker broker, SimulatedOnomondo api) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                "ONOMONDO_API_URL", api.url(),
                "ONOMONDO_SCAN_INTERVAL", "5s",
                "ONOMONDO_API_TOKEN_FILE", "/secrets/api/token",
                "ONOMONDO_REST_API_KEYS_FILE", "/secrets/rest/keys",
                "ONOMONDO_ROUTES", "file:/config/routes/*.camel.yaml",
                "ONOMONDO_RELOAD_FILE", "/config/reload/reload.properties");
    }

    private static Map<String, String> mounts() throws IOException {
        var routes = new HashMap<String, String>();
        try (var files = Files.newDirectoryStream(Path.of("routes"), "*.camel.yaml")) {
            for (Path file : files) {
                routes.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return Map.of(
                "/secrets/api", mount(Map.of("token", "key-of-the-connector")),
                "/secrets/rest", mount(Map.of("keys", "tester:key-of-the-tester")),
                "/config/reload", mount(Map.of("reload.properties", "ONOMONDO_SCAN_INTERVAL=4s")),
                "/config/routes", mount(routes));
    }

    /** As Kubernetes mounts them: each file is a link into a folder that is a link itself, swapped when one changes. */
    private static String mount(Map<String, String> files) throws IOException {
        Path parent = Files.createDirectories(Path.of("target", "image-it").toAbsolutePath());
        Path mount = Files.createTempDirectory(parent, "mount-");
        Path data = Files.createDirectory(mount.resolve("..2026_11_23"));
        Files.createSymbolicLink(mount.resolve("..data"), data.getFileName());
        for (var file : files.entrySet()) {
            Files.writeString(data.resolve(file.getKey()), file.getValue());
            Files.createSymbolicLink(mount.resolve(file.getKey()), Path.of("..data", file.getKey()));
        }
        for (Path folder : List.of(mount, data)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return mount.toString();
    }

    private static List<String> documentedMetrics() throws IOException {
        return METRIC_ROW
                .matcher(Files.readString(Path.of("docs", "metrics.md")))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static String architecture() {
        return "aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "amd64";
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
