package io.github.camelonomondo.k8s;

import static io.github.camelonomondo.k8s.Manifests.elements;
import static io.github.camelonomondo.k8s.Manifests.label;
import static io.github.camelonomondo.k8s.Manifests.name;
import static io.github.camelonomondo.k8s.Manifests.selects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names, labels, selectors, and values of which there are few. */
final class NameRules {

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL_VALUE = Pattern.compile("([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?");

    /** What an API server refuses although its type is right. */
    private static final Map<String, Set<String>> ENUMS = Map.ofEntries(
            Map.entry("protocol", Set.of("TCP", "UDP")),
            Map.entry("imagePullPolicy", Set.of("Always", "IfNotPresent", "Never")),
            Map.entry("whenUnsatisfiable", Set.of("ScheduleAnyway", "DoNotSchedule")),
            Map.entry("unhealthyPodEvictionPolicy", Set.of("AlwaysAllow", "IfHealthyBudget")),
            Map.entry("policyTypes", Set.of("Ingress", "Egress")),
            Map.entry("termination", Set.of("edge", "passthrough", "reencrypt")),
            Map.entry("insecureEdgeTerminationPolicy", Set.of("Redirect", "Allow", "None")),
            Map.entry("wildcardPolicy", Set.of("None", "Subdomain")),
            Map.entry("patternType", Set.of("literal", "prefix")),
            Map.entry("operations", Set.of("Read", "Write", "Describe", "Create", "Delete", "Alter", "All")),
            Map.entry("scheme", Set.of("HTTP", "HTTPS", "http", "https")),
            Map.entry("offsetResetPolicy", Set.of("earliest", "latest")));

    private NameRules() {}

    static void check(Manifests manifests, Faults faults) {
        var seen = new HashSet<String>();
        for (JsonNode object : manifests.objects()) {
            faults.unless(
                    NAME.matcher(name(object)).matches() && name(object).length() < 254,
                    label(object) + ": not a name Kubernetes takes");
            faults.unless(seen.add(label(object)), label(object) + ": twice");
            object.at("/metadata/labels")
                    .properties()
                    .forEach(entry -> faults.unless(
                            LABEL_VALUE.matcher(entry.getValue().asText()).matches(),
                            label(object) + ": label " + entry));
            enums(object, label(object), faults);
        }
        namespaces(manifests, faults);
        selectors(manifests, faults);
    }

    private static void enums(JsonNode node, String where, Faults faults) {
        node.properties().forEach(entry -> {
            Set<String> allowed = ENUMS.get(entry.getKey());
            JsonNode value = entry.getValue();
            if (allowed != null && value.isTextual()) {
                faults.unless(allowed.contains(value.asText()), where + ": " + entry);
            } else if (allowed != null && value.isArray()) {
                faults.unless(elements(value).map(JsonNode::asText).allMatch(allowed::contains), where + ": " + entry);
            }
            enums(value, where, faults);
        });
        if (node.isArray()) {
            elements(node).forEach(element -> enums(element, where, faults));
        }
    }

    private static void namespaces(Manifests manifests, Faults faults) {
        Set<String> namespaces = manifests.objects().stream()
                .filter(object -> !"Namespace".equals(object.path("kind").asText()))
                .map(object -> object.at("/metadata/namespace").asText())
                .collect(Collectors.toSet());
        faults.unless(namespaces.size() == 1, "objects of several namespaces: " + namespaces);
        manifests
                .of("Namespace")
                .forEach(namespace ->
                        faults.unless(namespaces.contains(name(namespace)), label(namespace) + ": nobody lives there"));
    }

    private static void selectors(Manifests manifests, Faults faults) {
        JsonNode deployment = manifests.the("Deployment");
        JsonNode pods = deployment.at("/spec/template/metadata/labels");
        faults.unless(
                selects(deployment.at("/spec/selector/matchLabels"), pods), "Deployment: selects pods not its own");
        faults.unless(selects(manifests.the("Service").at("/spec/selector"), pods), "Service: selects no pod of ours");
        for (String kind : new String[] {"PodDisruptionBudget", "NetworkPolicy"}) {
            String path = "NetworkPolicy".equals(kind) ? "/spec/podSelector/matchLabels" : "/spec/selector/matchLabels";
            manifests
                    .of(kind)
                    .forEach(object ->
                            faults.unless(selects(object.at(path), pods), label(object) + ": selects no pod of ours"));
        }
        elements(manifests.pod().path("topologySpreadConstraints"))
                .forEach(spread -> faults.unless(
                        selects(spread.at("/labelSelector/matchLabels"), pods), "Deployment: spreads other pods"));
        JsonNode service = manifests.the("Service").at("/metadata/labels");
        manifests
                .of("ServiceMonitor")
                .forEach(monitor -> faults.unless(
                        selects(monitor.at("/spec/selector/matchLabels"), service),
                        "ServiceMonitor: selects another Service"));
    }
}
