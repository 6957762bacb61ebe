package io.github.camelonomondo.k8s;

import static io.github.camelonomondo.k8s.Manifests.elements;
import static io.github.camelonomondo.k8s.Manifests.name;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** KEDA asks Kafka itself: it logs in as the connector does. */
final class KedaRules {

    private KedaRules() {}

    static void check(Manifests manifests, Faults faults) {
        String protocol = manifests.settings().getOrDefault("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT");
        String mechanism = manifests.settings().getOrDefault("KAFKA_SASL_MECHANISM", "");
        boolean sasl = protocol.startsWith("SASL");
        String login = sasl ? mechanism.toLowerCase(Locale.ROOT).replace("-sha-", "_sha") : "none";
        manifests.of("ScaledObject").stream()
                .flatMap(scaled -> elements(scaled.at("/spec/triggers")))
                .map(trigger -> parameters(manifests, trigger))
                .forEach(given -> {
                    faults.unless(
                            given.getOrDefault("sasl", "none").equals(login)
                                    && (!sasl || given.keySet().containsAll(Set.of("username", "password"))),
                            "ScaledObject: no login of " + login + " but " + given);
                    faults.unless(
                            given.getOrDefault("tls", "disable")
                                    .equals(protocol.endsWith("SSL") ? "enable" : "disable"),
                            "ScaledObject: TLS otherwise than the connector");
                    manifests
                            .of("KafkaUser")
                            .forEach(user -> faults.unless(
                                    name(user).equals(given.get("username")),
                                    "ScaledObject: not the connector's user"));
                });
    }

    /** What a trigger is given to authenticate with; of what a Secret has, only that it is there. */
    private static Map<String, String> parameters(Manifests manifests, JsonNode trigger) {
        var parameters = new TreeMap<String, String>();
        manifests.of("TriggerAuthentication").stream()
                .filter(one ->
                        name(one).equals(trigger.at("/authenticationRef/name").asText()))
                .forEach(one -> {
                    elements(one.at("/spec/secretTargetRef"))
                            .forEach(ref -> parameters.put(ref.path("parameter").asText(), ""));
                    elements(one.at("/spec/configMapTargetRef"))
                            .forEach(ref -> parameters.put(
                                    ref.path("parameter").asText(),
                                    manifests
                                            .configMap(ref.path("name").asText())
                                            .getOrDefault(ref.path("key").asText(), "")));
                });
        return parameters;
    }
}
