package io.github.camelonomondo.changes.compare;

import com.fasterxml.jackson.databind.JsonNode;
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
public record Difference(List<String> changed, Map<String, JsonNode> before, Map<String, JsonNode> after) {

    public static Difference between(byte[] before, byte[] after, SimFields fields) throws IOException {
        Map<String, JsonNode> old = leaves(SimJson.MAPPER.readTree(before), fields);
        Map<String, JsonNode> now = leaves(SimJson.MAPPER.readTree(after), fields);
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
    public static Map<String, JsonNode> leaves(JsonNode sim, SimFields fields) {
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
