package io.github.camelonomondo.k8s;

import static io.github.camelonomondo.k8s.Manifests.elements;

import com.fasterxml.jackson.databind.JsonNode;

/** Whoever applies them can read before from which version on a cluster takes them. */
final class VersionRules {

    private VersionRules() {}

    static void check(Manifests manifests, Faults faults) {
        JsonNode connector = manifests.connector();
        if (!connector.at("/lifecycle/preStop/sleep").isMissingNode()) {
            said("Kubernetes | 1.30", faults);
            said("OpenShift | 4.17", faults);
        }
        if (elements(manifests.pod().path("initContainers"))
                .anyMatch(container ->
                        "Always".equals(container.path("restartPolicy").asText()))) {
            said("sidecar of the demo: 1.29", faults);
        }
        if (manifests.objects().stream()
                .anyMatch(object ->
                        "kafka.strimzi.io/v1".equals(object.path("apiVersion").asText()))) {
            said("Strimzi | 0.49", faults);
        }
        if (manifests.has("TriggerAuthentication")) {
            said("KEDA | 2.13", faults);
        }
    }

    private static void said(String version, Faults faults) {
        faults.unless(Facts.read("docs/operations.md").contains(version), "docs/operations.md does not say " + version);
    }
}
