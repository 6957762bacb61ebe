package io.github.camelonomondo.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
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

    /** The one that docs/operations.md shows, beside a checkout of ours. */
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

    private static String blockOfThePage(String firstLine) throws IOException {
        String page = Files.readString(Path.of("docs", "operations.md"));
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
