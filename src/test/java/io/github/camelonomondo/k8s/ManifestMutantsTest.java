package io.github.camelonomondo.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests spoilt one way at a time: the checks that pass the real ones must refuse each. */
@EnabledIf(value = "io.github.camelonomondo.k8s.Kubectl#isPresent", disabledReason = "kubectl is not installed")
class ManifestMutantsTest {

    private static final String LABEL = "app.kubernetes.io/name";

    private static Manifests sound;

    private final ManifestCheck check = new ManifestCheck();

    @BeforeAll
    static void render() throws Exception {
        var folder = Files.createDirectories(Path.of("target", "kustomize", "mutants"));
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources:
                  - ../../../k8s/base
                components:
                  - ../../../k8s/components/openshift
                  - ../../../k8s/components/strimzi
                  - ../../../k8s/components/monitoring
                  - ../../../k8s/components/keda
                  - ../../../k8s/components/keda-strimzi
                """);
        sound = Kubectl.render(folder);
    }

    static Stream<Named<Consumer<Manifests>>> mutants() {
        return Stream.of(
                // What types forbid
                mutant("a misspelt field", m -> rename(m.connector(), "readinessProbe", "readynessProbe")),
                mutant("a misspelt field of a topic", m -> rename(topic(m).at("/spec"), "partitions", "partition")),
                mutant(
                        "a misspelt field of the Route",
                        m -> rename(m.the("Route").at("/spec/tls"), "termination", "type")),
                mutant("a text for a number", m -> put(m.the("Deployment").at("/spec"), "replicas", "two")),
                mutant("a quoted number", m -> put(m.the("Deployment").at("/spec"), "replicas", "2")),
                mutant(
                        "a number for a text",
                        m -> object(m.connector().at("/env/0")).put("value", 5)),
                mutant("a text for a list", m -> put(m.connector(), "args", "-v")),
                mutant("a kind of no API", m -> m.the("Service").put("kind", "Servize")),
                // What types allow
                mutant("a value out of the list", m -> put(m.connector(), "imagePullPolicy", "Sometimes")),
                mutant("a name with a capital", m -> put(m.the("Service").path("metadata"), "name", "Connector")),
                mutant("a Service for other pods", m -> put(m.the("Service").at("/spec/selector"), LABEL, "other")),
                mutant(
                        "a budget for other pods",
                        m -> put(m.the("PodDisruptionBudget").at("/spec/selector/matchLabels"), LABEL, "other")),
                mutant(
                        "a budget that blocks drains",
                        m -> object(m.the("PodDisruptionBudget").path("spec")).put("maxUnavailable", 0)),
                mutant(
                        "a budget that gives up both",
                        m -> object(m.the("PodDisruptionBudget").path("spec")).put("maxUnavailable", 2)),
                mutant("a missing volume", m -> array(m.pod().path("volumes")).remove(0)),
                mutant("a key that the Secret has not", m -> put(secretItem(m), "key", "api-key")),
                mutant(
                        "a file that is mounted elsewhere",
                        m -> put(variable(m, "ONOMONDO_API_TOKEN_FILE"), "value", "/secrets/token")),
                mutant(
                        "another port of the container",
                        m -> object(m.connector().at("/ports/0")).put("containerPort", 8081)),
                mutant(
                        "a Service that leads nowhere",
                        m -> put(m.the("Service").at("/spec/ports/0"), "targetPort", "http")),
                mutant(
                        "another probe path",
                        m -> put(m.connector().at("/livenessProbe/httpGet"), "path", "/observe/health")),
                mutant(
                        "a probe of another port",
                        m -> put(m.connector().at("/readinessProbe/httpGet"), "port", "rest")),
                mutant("an unknown variable", m -> put(variable(m, "ONOMONDO_ROUTES"), "name", "ONOMONDO_ROUTE_FILES")),
                mutant("an unknown setting", m -> put(settings(m), "ONOMONDO_CALL_PER_MINUTE", "600")),
                mutant("a key among the settings", m -> put(settings(m), "ONOMONDO_API_TOKEN", "secret")),
                mutant(
                        "a setting to be reloaded that needs a restart",
                        m -> put(reload(m).path("data"), "reload.properties", "ONOMONDO_IN_FLIGHT=8")),
                mutant(
                        "a reload that rolls out",
                        m -> put(reload(m).path("metadata"), "name", "camel-onomondo-reload-5f7t2kbh9m")),
                mutant(
                        "a file to be reloaded that nobody mounts",
                        m -> put(variable(m, "ONOMONDO_RELOAD_FILE"), "value", "/config/reload.properties")),
                mutant(
                        "a missing route",
                        m -> object(map(m, "camel-onomondo-routes").path("data"))
                                .remove("faults.camel.yaml")),
                mutant("another name of a topic", m -> put(topic(m).path("metadata"), "name", "onomondo.sim.statuses")),
                mutant(
                        "events compacted away",
                        m -> put(topic(m, "onomondo.sim.events").at("/spec/config"), "cleanup.policy", "compact")),
                mutant(
                        "a checkpoint that is cleaned once a week",
                        m -> object(topic(m, "onomondo.connector.checkpoint").at("/spec/config"))
                                .remove("segment.ms")),
                mutant(
                        "a state that is cleaned late",
                        m -> object(topic(m, "onomondo.sim.state").at("/spec/config"))
                                .put("min.cleanable.dirty.ratio", 0.5)),
                mutant(
                        "a right too few",
                        m -> array(m.the("KafkaUser").at("/spec/authorization/acls"))
                                .remove(0)),
                mutant(
                        "a right too many",
                        m -> array(m.the("KafkaUser").at("/spec/authorization/acls/0/operations"))
                                .add("All")),
                mutant(
                        "a fixed user",
                        m -> object(m.pod().path("securityContext")).put("runAsUser", 1000)),
                mutant(
                        "a writable root",
                        m -> object(m.connector().path("securityContext")).remove("readOnlyRootFilesystem")),
                mutant(
                        "capabilities kept",
                        m -> object(m.connector().path("securityContext")).remove("capabilities")),
                mutant(
                        "a folder of the node",
                        m -> object(m.pod().at("/volumes/0"))
                                .removeAll()
                                .put("name", "kafka-ca")
                                .putObject("hostPath")
                                .put("path", "/etc")),
                mutant("a short grace", m -> object(m.pod()).put("terminationGracePeriodSeconds", 30)),
                mutant(
                        "memory that may be taken away",
                        m -> put(m.connector().at("/resources/requests"), "memory", "256Mi")),
                mutant(
                        "no room for its log",
                        m -> put(m.connector().at("/resources/limits"), "ephemeral-storage", "128Mi")),
                mutant(
                        "no way out to Kafka",
                        m -> array(m.the("NetworkPolicy").at("/spec/egress")).remove(1)),
                mutant(
                        "a way out to everything",
                        m -> array(m.the("NetworkPolicy").at("/spec/egress")).addObject()),
                mutant(
                        "a Route to another port",
                        m -> put(m.the("Route").at("/spec/port"), "targetPort", "management")),
                mutant(
                        "an alert on a metric of no one",
                        m -> put(m.the("PrometheusRule").at("/spec/groups/0/rules/2"), "expr", "onomondo_leaders < 1")),
                mutant(
                        "an alert on an outcome of no call",
                        m -> put(
                                alert(m, "OnomondoKeyRefused"),
                                "expr",
                                "sum by (namespace) (onomondo_api_calls_seconds_count{outcome=~\"ok|denied\"}) > 2")),
                mutant(
                        "an alert on the breaker",
                        m -> put(
                                alert(m, "OnomondoApiAway"),
                                "expr",
                                "max by (namespace) (onomondo_breaker_state{state=\"open\"}) > 0")),
                mutant(
                        "an alert on aborted scans that every outage raises",
                        m -> put(
                                alert(m, "OnomondoScansAborted"),
                                "expr",
                                "sum by (namespace) (increase(onomondo_scan_seconds_count{outcome=\"aborted\"}[30m])) > 3")),
                mutant(
                        "an alert on a rate of 429",
                        m -> put(
                                alert(m, "OnomondoThrottled"),
                                "expr",
                                "sum by (namespace) (rate(onomondo_api_calls_seconds_count{outcome=\"throttled\"}[10m])) * 60 > 1")),
                mutant(
                        "an alert that needs all installations down",
                        m -> put(alert(m, "OnomondoDown"), "expr", "absent(up{job=\"camel-onomondo\"})")),
                mutant(
                        "an alert that counts those that are up",
                        m -> put(
                                alert(m, "OnomondoNotRedundant"),
                                "expr",
                                "count by (namespace) (up{job=\"camel-onomondo\"} == 1) < 2")),
                mutant(
                        "a panel that shows an empty fleet while nobody leads",
                        m -> put(
                                map(m, "camel-onomondo-dashboard").path("data"),
                                "dashboard.json",
                                dashboard(m).replace(" and on (namespace, pod) onomondo_leader == 1", ""))),
                mutant(
                        "a KEDA that does not log in",
                        m -> object(m.the("ScaledObject").at("/spec/triggers/0"))
                                .remove("authenticationRef")),
                mutant(
                        "a KEDA that logs in otherwise",
                        m -> put(map(m, "camel-onomondo-keda").path("data"), "sasl", "scram_sha256")),
                mutant(
                        "a KEDA without TLS",
                        m -> array(m.the("TriggerAuthentication").at("/spec/configMapTargetRef"))
                                .remove(1)),
                mutant(
                        "a password that the Secret has under another key",
                        m -> put(m.the("TriggerAuthentication").at("/spec/secretTargetRef/0"), "key", "user.password")),
                mutant(
                        "scraping another path",
                        m -> put(m.the("ServiceMonitor").at("/spec/endpoints/0"), "path", "/metrics")));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Consumer<Manifests> mutation) {
        // Given
        assertThat(check.faults(sound)).isEmpty();
        Manifests mutant = sound.copy();

        // When
        mutation.accept(mutant);

        // Then
        assertThat(mutant).isNotEqualTo(sound);
        assertThat(check.faults(mutant)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.github.camelonomondo.k8s.ManifestMutantsTest#losses")
    void aLostObjectIsMissed(Map.Entry<String, String> lost) {
        var rest = sound.copy().objects().stream()
                .filter(object -> !(object.path("kind").asText().equals(lost.getKey())
                        && Manifests.name(object).startsWith(lost.getValue())))
                .toList();

        assertThat(rest).hasSize(sound.objects().size() - 1);
        assertThat(check.faults(new Manifests(rest))).isNotEmpty();
    }

    static List<Map.Entry<String, String>> losses() {
        return List.of(
                Map.entry("ConfigMap", "camel-onomondo-settings"),
                Map.entry("ConfigMap", "camel-onomondo-routes"),
                Map.entry("ConfigMap", "camel-onomondo-reload"),
                Map.entry("Deployment", ""),
                Map.entry("KafkaTopic", "onomondo.connector.checkpoint"),
                Map.entry("KafkaUser", ""),
                Map.entry("NetworkPolicy", ""),
                Map.entry("PodDisruptionBudget", ""),
                Map.entry("Service", ""),
                Map.entry("ServiceAccount", ""),
                Map.entry("TriggerAuthentication", ""));
    }

    private static Named<Consumer<Manifests>> mutant(String name, Consumer<Manifests> mutation) {
        return named(name, mutation);
    }

    private static ObjectNode object(JsonNode node) {
        return (ObjectNode) node;
    }

    private static ArrayNode array(JsonNode node) {
        return (ArrayNode) node;
    }

    private static void put(JsonNode object, String field, String value) {
        object(object).put(field, value);
    }

    private static void rename(JsonNode object, String field, String wrong) {
        object(object).set(wrong, object(object).remove(field));
    }

    private static ObjectNode topic(Manifests manifests) {
        return manifests.of("KafkaTopic").get(0);
    }

    private static ObjectNode topic(Manifests manifests, String name) {
        return find(manifests, "KafkaTopic", name);
    }

    private static ObjectNode map(Manifests manifests, String name) {
        return find(manifests, "ConfigMap", name);
    }

    private static ObjectNode reload(Manifests manifests) {
        return map(manifests, "camel-onomondo-reload");
    }

    private static JsonNode settings(Manifests manifests) {
        return map(manifests, "camel-onomondo-settings").path("data");
    }

    private static ObjectNode find(Manifests manifests, String kind, String name) {
        return manifests.of(kind).stream()
                .filter(object -> Manifests.name(object).startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode alert(Manifests manifests, String name) {
        return Manifests.elements(manifests.the("PrometheusRule").at("/spec/groups/0/rules"))
                .filter(alert -> alert.path("alert").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String dashboard(Manifests manifests) {
        return map(manifests, "camel-onomondo-dashboard")
                .at("/data/dashboard.json")
                .asText();
    }

    private static JsonNode variable(Manifests manifests, String name) {
        return Manifests.elements(manifests.connector().path("env"))
                .filter(variable -> variable.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode secretItem(Manifests manifests) {
        return Manifests.elements(manifests.pod().path("volumes"))
                .map(volume -> volume.at("/secret/items/0"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseThrow();
    }
}
