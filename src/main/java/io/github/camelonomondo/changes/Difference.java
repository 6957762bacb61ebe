package io.github.camelonomondo.changes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
        View old = View.of(JSON.readTree(before), fields);
        View now = View.of(JSON.readTree(after), fields);
        List<String> changed = new ArrayList<>();
        now.leaves.forEach((path, value) -> {
            JsonNode was = old.leaves.get(path);
            if (was == null ? !old.hides(path, value) : !same(was, value, path, fields)) {
                changed.add(path);
            }
        });
        old.leaves.forEach((path, value) -> {
            if (!now.leaves.containsKey(path) && !now.hides(path, value)) {
                changed.add(path);
            }
        });
        old.leaves.keySet().retainAll(changed);
        now.leaves.keySet().retainAll(changed);
        return new Difference(changed, old.leaves, now.leaves);
    }

    /** The leaves that count, by dotted name, in the order of the document. */
    static Map<String, JsonNode> leaves(JsonNode sim, SimFields fields) {
        return View.of(sim, fields).leaves;
    }

    /**
     * @param leaves an empty object is one
     * @param hiding objects that hold ignored members alone: no different from empty ones, nor from none
     */
    private record View(Map<String, JsonNode> leaves, Set<String> hiding) {

        static View of(JsonNode sim, SimFields fields) {
            var view = new View(new LinkedHashMap<>(), new HashSet<>());
            boolean unused = view.collect(sim, fields.root());
            return view;
        }

        /** True if here is an object that may be as empty as {@code leaf} to those who see nothing of what is ignored. */
        boolean hides(String path, JsonNode leaf) {
            return leaf.isObject() && hiding.contains(path);
        }

        /** False if there is no leaf in it. */
        private boolean collect(JsonNode object, FieldNode node) {
            boolean any = false;
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                FieldNode child = node.child(property.getKey());
                JsonNode value = property.getValue();
                if (child.ignored) {
                    continue;
                }
                if (!value.isObject() || value.isEmpty()) {
                    leaves.put(child.path, value);
                    any = true;
                } else if (collect(value, child)) {
                    any = true;
                } else {
                    hiding.add(child.path);
                }
            }
            return any;
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
