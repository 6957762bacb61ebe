package io.github.camelonomondo.changes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What differs between two views of a SIM, leaf by leaf.
 *
 * @param changed names of the leaves, dotted
 * @param before their values in the first view; absent where it has none
 * @param after their values in the second
 */
record Difference(List<String> changed, Map<String, JsonNode> before, Map<String, JsonNode> after) {

    /** Keeps numbers as they were written. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static Difference between(byte[] before, byte[] after, SimFields fields) throws IOException {
        Map<String, JsonNode> old = leaves(JSON.readTree(before), fields);
        Map<String, JsonNode> now = leaves(JSON.readTree(after), fields);
        List<String> changed = new ArrayList<>();
        now.forEach((path, value) -> {
            JsonNode was = old.get(path);
            if (was == null || !same(was, value, path, fields)) {
                changed.add(path);
            }
        });
        old.keySet().stream().filter(path -> !now.containsKey(path)).forEach(changed::add);
        old.keySet().retainAll(changed);
        now.keySet().retainAll(changed);
        return new Difference(changed, old, now);
    }

    /** The leaves that count, by dotted name, in the order of the document. */
    static Map<String, JsonNode> leaves(JsonNode sim, SimFields fields) {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        collect(sim, fields.root(), leaves);
        return leaves;
    }

    /** An object is its members: one without any that counts is no leaf. */
    private static void collect(JsonNode object, FieldNode node, Map<String, JsonNode> leaves) {
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            FieldNode child = node.child(property.getKey());
            if (child.ignored) {
                continue;
            }
            if (property.getValue().isObject()) {
                collect(property.getValue(), child, leaves);
            } else {
                leaves.put(child.path, property.getValue());
            }
        }
    }

    private static boolean same(JsonNode one, JsonNode other, String path, SimFields fields) {
        FieldNode node = fields.root();
        for (String name : path.split("\\.", -1)) {
            node = node.child(name);
        }
        return Objects.equals(Canonical.of(one, node), Canonical.of(other, node));
    }
}
