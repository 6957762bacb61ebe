package io.github.camelonomondo.k8s;

import static io.github.camelonomondo.k8s.Manifests.elements;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Ports, from the process to the Route, and who may use them. */
final class NetworkRules {

    private NetworkRules() {}

    static void check(Manifests manifests, Facts facts, Faults faults) {
        Map<String, String> container = elements(manifests.connector().path("ports"))
                .collect(Collectors.toMap(
                        port -> port.path("name").asText(),
                        port -> port.path("containerPort").asText()));
        Map<String, String> listening = Map.of(
                "rest", manifests.settings().getOrDefault("SERVER_PORT", facts.defaultOf("SERVER_PORT")),
                "management", manifests.settings().getOrDefault("MANAGEMENT_PORT", facts.defaultOf("MANAGEMENT_PORT")));
        faults.unless(container.equals(listening), "container: ports " + container + " instead of " + listening);
        service(manifests, listening, faults);
        policy(manifests, listening.keySet(), faults);
        route(manifests, faults);
    }

    private static void service(Manifests manifests, Map<String, String> listening, Faults faults) {
        JsonNode ports = manifests.the("Service").at("/spec/ports");
        elements(ports).forEach(port -> {
            String name = port.path("name").asText();
            faults.unless(
                    listening.containsKey(name)
                            && name.equals(port.path("targetPort").asText()),
                    "Service: port " + name + " leads to " + port.path("targetPort"));
            faults.unless(
                    port.path("port").asText().equals(listening.get(name)),
                    "Service: port " + name + " is " + port.path("port"));
        });
        faults.unless(ports.size() == listening.size(), "Service: " + ports.size() + " ports");
    }

    private static void policy(Manifests manifests, Set<String> listening, Faults faults) {
        JsonNode spec = manifests.the("NetworkPolicy").path("spec");
        faults.unless(
                elements(spec.path("policyTypes"))
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet())
                        .equals(Set.of("Ingress", "Egress")),
                "NetworkPolicy: lets one direction open");
        Set<String> in = elements(spec.path("ingress"))
                .peek(rule -> faults.unless(!rule.path("from").isEmpty(), "NetworkPolicy: lets everybody in"))
                .flatMap(rule -> elements(rule.path("ports")))
                .map(port -> port.path("port").asText())
                .collect(Collectors.toSet());
        faults.unless(in.equals(listening), "NetworkPolicy: lets in to " + in + " instead of " + listening);
        List<String> out = elements(spec.path("egress"))
                .peek(rule -> faults.unless(!rule.path("ports").isEmpty(), "NetworkPolicy: lets everything out"))
                .flatMap(rule -> elements(rule.path("ports")))
                .map(port -> port.path("protocol").asText() + port.path("port").asText())
                .toList();
        String kafka = manifests.settings().getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "");
        for (String needed : new String[] {"UDP53", "TCP53", "TCP443", "TCP" + kafka.replaceAll(".*:", "")}) {
            faults.unless(out.contains(needed), "NetworkPolicy: does not let out to " + needed);
        }
    }

    private static void route(Manifests manifests, Faults faults) {
        manifests.of("Route").forEach(route -> {
            faults.unless(
                    "Service".equals(route.at("/spec/to/kind").asText())
                            && manifests.has(
                                    "Service", route.at("/spec/to/name").asText()),
                    "Route: leads to " + route.at("/spec/to"));
            faults.unless("rest".equals(route.at("/spec/port/targetPort").asText()), "Route: leads to another port");
            faults.unless("edge".equals(route.at("/spec/tls/termination").asText()), "Route: no TLS");
            faults.unless(
                    "Redirect"
                            .equals(route.at("/spec/tls/insecureEdgeTerminationPolicy")
                                    .asText()),
                    "Route: keys in the clear");
        });
    }
}
