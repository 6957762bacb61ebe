package io.github.camelonomondo.k8s;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Objects as they would be applied. */
record Manifests(List<ObjectNode> objects) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    static Manifests ofYaml(String yaml) {
        try (MappingIterator<ObjectNode> documents =
                YAML.readerFor(ObjectNode.class).readValues(yaml)) {
            return new Manifests(documents.readAll());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy that may be spoilt. */
    Manifests copy() {
        return new Manifests(objects.stream().map(ObjectNode::deepCopy).toList());
    }

    List<ObjectNode> of(String kind) {
        return objects.stream()
                .filter(object -> kind.equals(object.path("kind").asText()))
                .toList();
    }

    boolean has(String kind) {
        return !of(kind).isEmpty();
    }

    boolean has(String kind, String name) {
        return of(kind).stream().anyMatch(object -> name(object).equals(name));
    }

    /** The only one of its kind. */
    ObjectNode the(String kind) {
        var found = of(kind);
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " objects of kind " + kind + " instead of one");
        }
        return found.get(0);
    }

    /** The pod of the connector. */
    JsonNode pod() {
        return the("Deployment").at("/spec/template/spec");
    }

    /** The container of the connector, not one beside it. */
    JsonNode connector() {
        return elements(pod().path("containers"))
                .filter(container -> "connector".equals(container.path("name").asText()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no container named connector"));
    }

    /** The data of the ConfigMap that the name, without the hash at its end, belongs to. */
    Map<String, String> configMap(String name) {
        return of("ConfigMap").stream()
                .filter(map -> name(map).matches(name + "(-[a-z0-9]{10})?"))
                .findFirst()
                .map(map -> texts(map.path("data")))
                .orElse(Map.of());
    }

    /** The connector's settings by variable; those of Secrets have no value. */
    Map<String, String> settings() {
        var settings = new TreeMap<>(configMap("camel-onomondo-settings"));
        elements(connector().path("env"))
                .forEach(variable -> settings.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return settings;
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    static String label(JsonNode object) {
        return object.path("kind").asText() + " " + name(object);
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static Map<String, String> texts(JsonNode object) {
        var texts = new TreeMap<String, String>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /** Whether a label selector picks what carries these labels; one without labels would pick everything. */
    static boolean selects(JsonNode matchLabels, JsonNode labels) {
        return !matchLabels.isEmpty()
                && matchLabels.properties().stream()
                        .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
    }
}
