package io.github.camelonomondo.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@EnabledIf(value = "io.github.camelonomondo.k8s.Kubectl#isPresent", disabledReason = "kubectl is not installed")
class ManifestsTest {

    /** What an overlay adds to the base. */
    private static final Map<String, Set<String>> ADDED = Map.of(
            "kubernetes", Set.of("Namespace"),
            "openshift", Set.of("Route"),
            "strimzi", Set.of("KafkaTopic", "KafkaUser"),
            "monitoring", Set.of("ServiceMonitor", "PrometheusRule"),
            "keda", Set.of("ScaledObject"),
            "demo", Set.of("Namespace", "Secret"));

    private static final String FIRST = "# onomondo/kustomization.yaml, beside camel-onomondo/";

    private final ManifestCheck check = new ManifestCheck();

    static Set<String> overlays() throws IOException {
        var overlays = new TreeSet<String>();
        try (var folders = Files.newDirectoryStream(Path.of("k8s", "overlays"))) {
            folders.forEach(folder -> overlays.add(String.valueOf(folder.getFileName())));
        }
        return overlays;
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyOverlayMayBeApplied(String overlay) {
        // When
        var manifests = Kubectl.render(Path.of("k8s", "overlays", overlay));

        // Then
        assertThat(check.faults(manifests)).isEmpty();
        assertThat(ADDED).containsKey(overlay);
        assertThat(manifests.objects())
                .extracting(object -> object.path("kind").asText())
                .containsAll(ADDED.get(overlay));
        assertThat(manifests.objects())
                .extracting(object -> object.at("/metadata/namespace").asText())
                .allMatch(namespace -> namespace.isEmpty() || manifests.has("Namespace", namespace));
    }

    @Test
    void theBaseMayBeApplied() {
        assertThat(check.faults(Kubectl.render(Path.of("k8s", "base")))).isEmpty();
    }

    /** As an operator's own overlay would, in a folder of its own. */
    @Test
    void componentsGoTogether() throws IOException {
        // Given
        var folder = Files.createDirectories(Path.of("target", "kustomize", "all"));
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: connectors
                resources:
                  - ../../../k8s/base
                components:
                  - ../../../k8s/components/openshift
                  - ../../../k8s/components/strimzi
                  - ../../../k8s/components/monitoring
                """);

        // When
        var manifests = Kubectl.render(folder);

        // Then
        assertThat(check.faults(manifests)).isEmpty();
        assertThat(manifests.settings())
                .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                .containsEntry("ONOMONDO_GROUP", "camel-onomondo");
    }

    /** The small one that docs/operations.md begins with, beside a checkout of ours. */
    @Test
    void theFirstOverlayOfThePageMayBeApplied() throws IOException {
        // Given
        var folder = Files.createDirectories(Path.of("target", "kustomize", "first"));
        Files.writeString(folder.resolve("kustomization.yaml"), blockOfThePage(FIRST));

        // When
        var manifests = Kubectl.render(folder);

        // Then
        assertThat(check.faults(manifests)).isEmpty();
        assertThat(manifests.settings()).containsEntry("KAFKA_BOOTSTRAP_SERVERS", "kafka.example.com:9092");
        assertThat(manifests.connector().path("image").asText())
                .startsWith("registry.example.com/iot/camel-onomondo@sha256:");
    }

    /** What the pages show in addition to it. */
    @ParameterizedTest
    @CsvSource({
        "operations.md, # in onomondo/kustomization.yaml, Route",
        "operations.md, # with a receiver of traces, NetworkPolicy",
        "operations.md, # with an egress proxy, NetworkPolicy",
        "security.md, # tokens without keys, Deployment"
    })
    void additionsOfThePagesMayBeApplied(String page, String firstLine, String kind) throws IOException {
        // Given
        var overlay = overlayWith(Manifests.tree(blockOf(page, firstLine)));
        var folder = Files.createDirectories(Path.of("target", "kustomize", firstLine.replaceAll("\\W+", "-")));
        Files.writeString(folder.resolve("kustomization.yaml"), overlay.toString());

        // When
        var manifests = Kubectl.render(folder);

        // Then
        assertThat(check.faults(manifests)).isEmpty();
        assertThat(manifests.has(kind)).isTrue();
    }

    @Test
    void tokensDoWithoutTheSecretOfTheKeys() throws IOException {
        // Given
        var overlay = overlayWith(Manifests.tree(blockOf("security.md", "# tokens without keys")));
        var folder = Files.createDirectories(Path.of("target", "kustomize", "tokens"));
        Files.writeString(folder.resolve("kustomization.yaml"), overlay.toString());

        // When
        var manifests = Kubectl.render(folder);

        // Then
        assertThat(manifests.pod().toString()).doesNotContain("ONOMONDO_REST_API_KEYS_FILE", "/secrets/rest", "-rest");
        assertThat(manifests.settings()).containsKey("ONOMONDO_REST_JWT_ISSUER_URI");
    }

    @Test
    void theJvmTrustsTheStoreThatThePageMounts() throws IOException {
        // Given
        var overlay = overlayWith(Manifests.tree(blockOfThePage("# with a proxy that looks into TLS")));
        var folder = Files.createDirectories(Path.of("target", "kustomize", "trust"));
        Files.writeString(folder.resolve("kustomization.yaml"), overlay.toString());
        Files.write(folder.resolve("trust.jks"), new byte[] {(byte) 0xfe, (byte) 0xed});

        // When
        var manifests = Kubectl.render(folder);

        // Then
        assertThat(check.faults(manifests)).isEmpty();
        String mounted = Manifests.elements(manifests.connector().path("volumeMounts"))
                .filter(mount -> "trust".equals(mount.path("name").asText()))
                .map(mount -> mount.path("mountPath").asText())
                .findFirst()
                .orElseThrow();
        assertThat(manifests.settings().get("JAVA_TOOL_OPTIONS"))
                .contains("-Djavax.net.ssl.trustStore=" + mounted + "/trust.jks");
    }

    @Test
    void commandsAreKeptForAsLongAsThePageSays() throws IOException {
        // Given
        var overlay = (ObjectNode) Manifests.tree(blockOfThePage("# kustomization.yaml of yours"));
        var added = Manifests.tree(blockOfThePage("# with commands that Kafka keeps for 30 days"));
        overlay.withArray("patches").addAll((ArrayNode) added.path("patches"));
        var folder = Files.createDirectories(Path.of("target", "kustomize", "kept"));
        Files.writeString(folder.resolve("kustomization.yaml"), overlay.toString());

        // When
        var manifests = Kubectl.render(folder);

        // Then
        assertThat(check.faults(manifests)).isEmpty();
        assertThat(manifests.of("KafkaTopic"))
                .filteredOn(topic -> Manifests.name(topic).equals("onomondo.sim.commands"))
                .extracting(topic -> topic.at("/spec/config/retention.ms").asLong())
                .containsExactly(Duration.ofDays(30).toMillis());
    }

    @Test
    void prometheusOfAHelmChartFindsWhatThePageLabelsForIt() throws IOException {
        // Given
        var overlay = overlayWith(Manifests.tree(blockOfThePage("# with kube-prometheus-stack")));
        overlay.withArray("components").add("../../../k8s/components/monitoring");
        var folder = Files.createDirectories(Path.of("target", "kustomize", "helm"));
        Files.writeString(folder.resolve("kustomization.yaml"), overlay.toString());

        // When
        var manifests = Kubectl.render(folder);

        // Then
        assertThat(check.faults(manifests)).isEmpty();
        for (String kind : List.of("ServiceMonitor", "PrometheusRule")) {
            assertThat(manifests.the(kind).at("/metadata/labels/release").asText())
                    .isEqualTo("kube-prometheus-stack");
        }
        assertThat(manifests.the("NetworkPolicy").at("/spec/ingress").toString())
                .contains("\"kubernetes.io/metadata.name\":\"observability\"")
                .doesNotContain("monitoring");
    }

    @Test
    void aRouteOfOnesOwnJoinsOursOrTakesThePlaceOfOne() throws IOException {
        // Given
        var overlay = overlayWith(Manifests.tree(blockOfThePage("# with routes of your own")));
        var folder = Files.createDirectories(Path.of("target", "kustomize", "routes"));
        Files.writeString(folder.resolve("kustomization.yaml"), overlay.toString());
        Files.writeString(folder.resolve("alarms.camel.yaml"), "- route: {id: alarms}\n");
        Files.writeString(folder.resolve("sim-changes-to-kafka.camel.yaml"), "- route: {id: sim-changes-to-kafka}\n");

        // When
        var routes = Kubectl.render(folder).configMap("camel-onomondo-routes");

        // Then
        assertThat(routes)
                .hasSize(new Facts().routes().size() + 1)
                .containsEntry("alarms.camel.yaml", "- route: {id: alarms}\n")
                .containsEntry("sim-changes-to-kafka.camel.yaml", "- route: {id: sim-changes-to-kafka}\n");
    }

    /** The one that docs/operations.md shows for Strimzi. */
    @Test
    void theOverlayOfThePageSaysWhatDiffers() throws IOException {
        // Given
        var folder = Files.createDirectories(Path.of("target", "kustomize", "yours"));
        Files.writeString(folder.resolve("kustomization.yaml"), blockOfThePage("# kustomization.yaml of yours"));

        // When
        var manifests = Kubectl.render(folder);

        // Then
        assertThat(check.faults(manifests)).isEmpty();
        assertThat(manifests.settings())
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "production-kafka-bootstrap:9093")
                .containsEntry("ONOMONDO_CALLS_PER_MINUTE", "300")
                .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    }

    /** And what it shows in addition, where KEDA scales beside Strimzi. */
    @Test
    void theOverlayOfThePageWithKedaLogsInAsTheConnectorDoes() throws IOException {
        // Given
        var overlay = (ObjectNode) Manifests.tree(blockOfThePage("# kustomization.yaml of yours"));
        var added = Manifests.tree(blockOfThePage("# and with KEDA"));
        overlay.withArray("components").addAll((ArrayNode) added.path("components"));
        overlay.withArray("patches").addAll((ArrayNode) added.path("patches"));
        var folder = Files.createDirectories(Path.of("target", "kustomize", "scaled"));
        Files.writeString(folder.resolve("kustomization.yaml"), overlay.toString());

        // When
        var manifests = Kubectl.render(folder);

        // Then
        assertThat(check.faults(manifests)).isEmpty();
        assertThat(manifests.has("ScaledObject")).isTrue();
        assertThat(manifests.settings())
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "production-kafka-bootstrap.kafka.svc:9093");
    }

    @Test
    void aGroupOfOnesOwnIsThatOfTheUserAndOfKedaToo() throws IOException {
        // Given
        var overlay = (ObjectNode) Manifests.tree(blockOfThePage("# kustomization.yaml of yours"));
        for (String more : List.of("# and with KEDA", "# with a group of your own")) {
            Manifests.tree(blockOfThePage(more))
                    .properties()
                    .forEach(field -> overlay.withArray(field.getKey()).addAll((ArrayNode) field.getValue()));
        }
        var settings = (ObjectNode) overlay.withArray("configMapGenerator").get(0);
        settings.withArray("literals").add("ONOMONDO_GROUP=fleet-a");
        var folder = Files.createDirectories(Path.of("target", "kustomize", "group"));
        Files.writeString(folder.resolve("kustomization.yaml"), overlay.toString());

        // When
        var manifests = Kubectl.render(folder);

        // Then
        assertThat(check.faults(manifests)).isEmpty();
        assertThat(manifests.settings()).containsEntry("ONOMONDO_GROUP", "fleet-a");
    }

    /** The first overlay of the page, with what another block of a page adds to it. */
    private static ObjectNode overlayWith(JsonNode added) throws IOException {
        var overlay = (ObjectNode) Manifests.tree(blockOfThePage(FIRST));
        added.properties().forEach(field -> overlay.withArray(field.getKey()).addAll((ArrayNode) field.getValue()));
        // One generator for each name.
        var settings = new LinkedHashMap<String, ObjectNode>();
        overlay.withArray("configMapGenerator")
                .forEach(generator ->
                        settings.merge(generator.path("name").asText(), (ObjectNode) generator, (one, more) -> {
                            one.withArray("literals").addAll(more.withArray("literals"));
                            return one;
                        }));
        overlay.putArray("configMapGenerator").addAll(settings.values());
        return overlay;
    }

    private static String blockOfThePage(String firstLine) throws IOException {
        return blockOf("operations.md", firstLine);
    }

    private static String blockOf(String name, String firstLine) throws IOException {
        String page = Files.readString(Path.of("docs", name));
        int begin = page.indexOf(firstLine);
        return page.substring(begin, page.indexOf("```", begin)).replace("../camel-onomondo/k8s", "../../../k8s");
    }

    @Test
    void aChangedSettingIsARollout() throws IOException {
        // Given
        var folder = Files.createDirectories(Path.of("target", "kustomize", "changed"));
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources:
                  - ../../../k8s/base
                configMapGenerator:
                  - name: camel-onomondo-settings
                    behavior: merge
                    literals:
                      - ONOMONDO_CALLS_PER_MINUTE=300
                """);

        // When
        var before = Kubectl.render(Path.of("k8s", "base"));
        var after = Kubectl.render(folder);

        // Then
        assertThat(after.pod()).isNotEqualTo(before.pod());
        assertThat(after.settings()).containsEntry("ONOMONDO_CALLS_PER_MINUTE", "300");
    }

    @Test
    void aChangedReloadIsNoRollout() throws IOException {
        // Given
        var folder = Files.createDirectories(Path.of("target", "kustomize", "reloaded"));
        Files.writeString(folder.resolve("reload.properties"), "ONOMONDO_CALLS_PER_MINUTE=300\n");
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources:
                  - ../../../k8s/base
                configMapGenerator:
                  - name: camel-onomondo-reload
                    behavior: merge
                    files:
                      - reload.properties
                """);

        // When
        var before = Kubectl.render(Path.of("k8s", "base"));
        var after = Kubectl.render(folder);

        // Then
        assertThat(check.faults(after)).isEmpty();
        assertThat(after.pod()).isEqualTo(before.pod());
        assertThat(after.configMap("camel-onomondo-reload"))
                .containsEntry("reload.properties", "ONOMONDO_CALLS_PER_MINUTE=300\n");
    }

    @Test
    void theExampleOfTheSecretsIsOne() {
        assertThat(StrictModels.faults(new Facts().secretsMadeOutside())).isEmpty();
    }

    @Test
    void aKindWithoutAModelIsAFault() {
        var manifests = Manifests.ofYaml("{apiVersion: example.org/v1, kind: Gadget, metadata: {name: one}}");

        assertThat(StrictModels.faults(manifests)).isEqualTo(List.of("Gadget one: no model for example.org/v1/Gadget"));
    }
}
