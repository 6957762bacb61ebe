package io.github.camelonomondo.changes.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.changes.SimChange;
import io.github.camelonomondo.changes.compare.Canonical;
import io.github.camelonomondo.changes.compare.Difference;
import io.github.camelonomondo.changes.compare.FieldNode;
import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.changes.compare.SimJson;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimProperty;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One command's work on one SIM, as its result tells, as far as no change has told of it.
 *
 * @param values by dotted name; a tag that was added or removed alone has a name of its own
 */
record Applied(SimId sim, String command, Map<String, @Nullable Object> values) {

    private static final String TAGS = SimProperty.TAGS.wireName();

    /** Null if {@code result} is not one of ours, or its command did nothing. Whatever became of the command counts. */
    static @Nullable Applied in(byte @Nullable [] result, SimFields fields) {
        JsonNode json;
        try {
            json = result == null ? null : SimJson.MAPPER.readTree(result);
        } catch (IOException e) {
            return null; // not one of ours
        }
        if (json == null) {
            return null;
        }
        String sim = json.path("sim").asText();
        String command = json.path("command").path("id").asText();
        Map<String, @Nullable Object> values = new HashMap<>();
        Difference.leaves(json.path("applied"), fields).forEach((name, value) -> {
            switch (name) {
                case "tag" -> value.forEach(id -> values.put(alone(id.asText()), true));
                case "untag" -> value.forEach(id -> values.put(alone(id.asText()), false));
                default -> values.put(name, valueOf(name, value, fields));
            }
        });
        return !SimId.matches(sim) || command.isEmpty() || values.isEmpty()
                ? null
                : new Applied(new SimId(sim), command, values);
    }

    /** The values that {@code change} shows, under the names that {@link #values} have. */
    static Map<String, @Nullable Object> seenIn(SimChange change, SimFields fields) {
        Map<String, @Nullable Object> seen = new HashMap<>();
        change.after().forEach((name, value) -> seen.put(name, valueOf(name, value, fields)));
        if (change.changed().contains(TAGS)) {
            Set<?> before = tagsIn(change.before(), fields);
            Set<?> after = tagsIn(change.after(), fields);
            Stream.concat(before.stream(), after.stream())
                    .filter(tag -> tag != null && before.contains(tag) != after.contains(tag))
                    .forEach(tag -> seen.put(alone(tag), after.contains(tag)));
        }
        return seen;
    }

    /**
     * True if one of the values {@code seen} is its work, and not {@code explained} by a later command. What was seen is
     * told of from now on.
     */
    boolean explains(Map<String, @Nullable Object> seen, Set<String> explained) {
        boolean isCause = false;
        for (Map.Entry<String, @Nullable Object> one : seen.entrySet()) {
            String name = one.getKey();
            if (explained.contains(name)) {
                values.remove(name); // set earlier, and set again since
            } else if (values.containsKey(name) && Objects.equals(values.get(name), one.getValue())) {
                values.remove(name);
                explained.add(name);
                isCause = true;
            }
        }
        return isCause;
    }

    /** No property has a blank in its name. */
    private static String alone(Object tag) {
        return TAGS + ' ' + tag;
    }

    private static Set<?> tagsIn(Map<String, JsonNode> values, SimFields fields) {
        JsonNode tags = values.get(TAGS);
        return tags != null && valueOf(TAGS, tags, fields) instanceof Set<?> ids ? ids : Set.of();
    }

    private static @Nullable Object valueOf(String path, JsonNode value, SimFields fields) {
        FieldNode node = fields.root();
        for (String name : path.split("\\.", -1)) {
            node = node.child(name);
        }
        return Canonical.of(value, node);
    }
}
