package io.github.camelonomondo.k8s;

import static io.github.camelonomondo.k8s.Manifests.elements;
import static io.github.camelonomondo.k8s.Manifests.name;
import static io.github.camelonomondo.k8s.Manifests.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Settings are ones that the connector knows; what they and the volumes point to is there, and no key is in the open. */
final class SettingRules {

    private static final Pattern SECRET =
            Pattern.compile("ONOMONDO_API_TOKEN|ONOMONDO_REST_API_KEYS|.*(PASSWORD|JAAS_CONFIG|KEYSTORE_KEY)");
    private static final Pattern RELOADABLE =
            Pattern.compile("ONOMONDO_CALLS_PER_MINUTE|ONOMONDO_SCAN_INTERVAL|LOGGING_LEVEL_.+|logging\\.level\\..+");
    private static final Set<String> OF_THE_JVM = Set.of("JAVA_TOOL_OPTIONS");

    private SettingRules() {}

    static void check(Manifests manifests, Facts facts, Faults faults) {
        variables(manifests, facts, faults);
        routes(manifests, facts, faults);
        reload(manifests, faults);
        references(manifests, facts, faults);
        files(manifests, faults);
    }

    private static void variables(Manifests manifests, Facts facts, Faults faults) {
        manifests.settings().forEach((variable, value) -> {
            faults.unless(
                    facts.knows(variable) || OF_THE_JVM.contains(variable),
                    "setting " + variable + ": the connector does not know it");
            faults.unless(value.isEmpty() || !SECRET.matcher(variable).matches(), "setting " + variable + ": a secret");
        });
        var seen = new HashSet<>(manifests.configMap("camel-onomondo-settings").keySet());
        elements(manifests.connector().path("env"))
                .forEach(variable -> faults.unless(
                        seen.add(variable.path("name").asText()), "setting " + variable.path("name") + ": twice"));
        for (String needed : new String[] {"KAFKA_BOOTSTRAP_SERVERS", "ONOMONDO_API_TOKEN_FILE"}) {
            faults.unless(!manifests.settings().getOrDefault(needed, "").isEmpty(), "setting " + needed + ": missing");
        }
    }

    private static void routes(Manifests manifests, Facts facts, Faults faults) {
        faults.unless(
                manifests.configMap("camel-onomondo-routes").equals(facts.routes()),
                "ConfigMap camel-onomondo-routes: not what is in routes/");
    }

    /** What changes without a rollout has a name without a hash, and nothing in it needs a restart. */
    private static void reload(Manifests manifests, Faults faults) {
        faults.unless(
                manifests.has("ConfigMap", "camel-onomondo-reload"),
                "no ConfigMap camel-onomondo-reload, or one with a hash, which a change would roll out");
        var lines = new Properties();
        try {
            lines.load(new StringReader(
                    manifests.configMap("camel-onomondo-reload").getOrDefault("reload.properties", "")));
        } catch (IOException | IllegalArgumentException e) {
            faults.unless(false, "reload.properties: " + e.getMessage());
        }
        lines.stringPropertyNames()
                .forEach(name -> faults.unless(
                        RELOADABLE.matcher(name).matches(), "reload.properties: " + name + " needs a restart"));
    }

    private static void references(Manifests manifests, Facts facts, Faults faults) {
        Map<String, Set<String>> configMaps = new HashMap<>();
        manifests.of("ConfigMap").forEach(map -> configMaps.put(name(map), keys(map, "data")));
        Map<String, Set<String>> secrets = secrets(manifests, facts);

        elements(manifests.connector().path("envFrom"))
                .map(source -> source.at("/configMapRef/name").asText())
                .forEach(map -> faults.unless(configMaps.containsKey(map), "envFrom: no ConfigMap " + map));
        elements(manifests.connector().path("env"))
                .map(variable -> variable.at("/valueFrom/secretKeyRef"))
                .filter(JsonNode::isObject)
                .forEach(source -> key(secrets, source.path("name"), source.path("key"), faults));
        elements(manifests.pod().path("volumes")).forEach(volume -> {
            items(configMaps, volume.at("/configMap/name"), volume.at("/configMap/items"), faults);
            items(secrets, volume.at("/secret/secretName"), volume.at("/secret/items"), faults);
        });
        manifests.of("TriggerAuthentication").forEach(one -> {
            elements(one.at("/spec/configMapTargetRef"))
                    .forEach(ref -> key(configMaps, ref.path("name"), ref.path("key"), faults));
            elements(one.at("/spec/secretTargetRef"))
                    .forEach(ref -> key(secrets, ref.path("name"), ref.path("key"), faults));
        });
    }

    private static Map<String, Set<String>> secrets(Manifests manifests, Facts facts) {
        var secrets = new HashMap<String, Set<String>>();
        facts.secretsMadeOutside()
                .of("Secret")
                .forEach(secret -> secrets.put(name(secret), keys(secret, "stringData")));
        manifests.of("Secret").forEach(secret -> {
            Set<String> keys = keys(secret, "data");
            keys.addAll(keys(secret, "stringData"));
            // A generated name carries a hash; so does every reference to it.
            secrets.put(name(secret), keys);
        });
        // What Strimzi makes of a user and of a cluster.
        manifests.of("KafkaUser").forEach(user -> {
            secrets.put(name(user), Set.of("password", "sasl.jaas.config"));
            secrets.put(
                    user.at("/metadata/labels").path("strimzi.io/cluster").asText() + "-cluster-ca-cert",
                    Set.of("ca.crt", "ca.p12", "ca.password"));
        });
        return secrets;
    }

    private static Set<String> keys(JsonNode object, String field) {
        return new TreeSet<>(texts(object.path(field)).keySet());
    }

    private static void items(Map<String, Set<String>> sources, JsonNode name, JsonNode items, Faults faults) {
        if (name.isMissingNode()) {
            return;
        }
        faults.unless(sources.containsKey(name.asText()), "volume: nobody makes " + name.asText());
        elements(items).forEach(item -> key(sources, name, item.path("key"), faults));
    }

    private static void key(Map<String, Set<String>> sources, JsonNode name, JsonNode key, Faults faults) {
        faults.unless(
                sources.getOrDefault(name.asText(), Set.of()).contains(key.asText()),
                name.asText() + ": has no key " + key.asText());
    }

    /** A setting that names a file or a folder names one that is mounted. */
    private static void files(Manifests manifests, Faults faults) {
        var mounted = new HashSet<String>();
        elements(manifests.connector().path("volumeMounts")).forEach(mount -> {
            String folder = mount.path("mountPath").asText();
            elements(manifests.pod().path("volumes"))
                    .filter(volume -> volume.path("name").equals(mount.path("name")))
                    .forEach(volume -> {
                        mounted.add(folder + "/*.camel.yaml");
                        Stream.of("/secret/items", "/configMap/items")
                                .flatMap(items -> elements(volume.at(items)))
                                .forEach(item -> mounted.add(
                                        folder + "/" + item.path("path").asText()));
                    });
        });
        manifests.settings().forEach((variable, value) -> {
            if (variable.endsWith("_FILE") || variable.endsWith("_LOCATION") || "ONOMONDO_ROUTES".equals(variable)) {
                String path = value.startsWith("file:") ? value.substring("file:".length()) : value;
                faults.unless(mounted.contains(path), "setting " + variable + ": nothing is mounted at " + path);
            }
        });
    }
}
