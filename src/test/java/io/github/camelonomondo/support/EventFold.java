package io.github.camelonomondo.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The fleet as somebody has it who knows nothing but the change events, folds {@code before} and {@code after} of each
 * over what came before, and complains of whatever does not fit: an id that was there, a revision left out, a change
 * that begins elsewhere than the last one ended, or that leads elsewhere than it says.
 */
public final class EventFold {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_COMPLAINTS = 20;

    private final Set<String> ids = new HashSet<>();
    private final Map<String, JsonNode> sims = new TreeMap<>();
    private final Map<String, Integer> revisions = new HashMap<>();
    private final Map<String, Integer> ops = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();

    /** How many events had the id of one before. */
    private int doubles;

    /** Takes the next event; those of one SIM in their order. */
    public void take(ConsumerRecord<String, String> event) {
        JsonNode json = parse(event.value());
        String id = Topics.header(event, "ce_id");
        String op = json.path("op").asText();
        ops.merge(op, 1, Integer::sum);
        if (!ids.add(id)) {
            doubles++;
            complain(id, "is there twice");
        }
        JsonNode known = sims.get(event.key());
        boolean first = op.equals("r") || op.equals("c");
        if (first != (known == null)) {
            complain(id, "is " + op + ", but the SIM is " + (known == null ? "not known" : "known"));
        }
        int revision = revisions.getOrDefault(event.key(), 0) + 1;
        if (json.path("revision").intValue() != revision) {
            complain(id, "should be revision " + revision);
        }
        if (known != null) {
            fold(id, leaves(known), json);
        }
        if (op.equals("d")) {
            sims.remove(event.key());
            revisions.remove(event.key());
        } else {
            sims.put(event.key(), json.path("sim"));
            revisions.put(event.key(), revision);
        }
    }

    private void fold(String id, Map<String, JsonNode> state, JsonNode event) {
        JsonNode before = event.path("before");
        JsonNode after = event.path("after");
        boolean isChange = event.path("op").asText().equals("u");
        if (isChange == event.path("changed").isEmpty()) {
            complain(id, "changes " + event.path("changed"));
        }
        for (JsonNode changed : event.path("changed")) {
            String name = changed.asText();
            JsonNode was = before.get(name);
            JsonNode is = after.get(name);
            JsonNode old = is == null ? state.remove(name) : state.put(name, is);
            if (was == null ? old != null : !was.equals(old)) {
                complain(id, "begins with " + name + " " + was + ", where the last one left " + old);
            }
        }
        if (!state.equals(leaves(event.path("sim")))) {
            complain(id, "does not lead to the SIM it holds");
        }
    }

    private void complain(String event, String what) {
        if (complaints.size() < MOST_COMPLAINTS) {
            complaints.add(event + " " + what);
        }
    }

    /** What does not fit; the first of it if it is much. */
    public List<String> complaints() {
        return complaints;
    }

    /** The SIMs that are left in the end, by id. */
    public Map<String, JsonNode> sims() {
        return sims;
    }

    /** How many events there were of each kind. */
    public Map<String, Integer> ops() {
        return ops;
    }

    @Override
    public String toString() {
        return ids.size() + doubles + " events " + ops + ", " + doubles + " doubles";
    }

    private static Map<String, JsonNode> leaves(JsonNode sim) {
        Map<String, JsonNode> leaves = new HashMap<>();
        collect("", sim, leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode object, Map<String, JsonNode> leaves) {
        object.properties().forEach(property -> {
            String name = path + property.getKey();
            if (property.getValue().isObject() && !property.getValue().isEmpty()) {
                collect(name + ".", property.getValue(), leaves);
            } else {
                leaves.put(name, property.getValue());
            }
        });
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + json, e);
        }
    }
}
