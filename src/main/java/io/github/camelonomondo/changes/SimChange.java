package io.github.camelonomondo.changes;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.sim.SimId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two views of a SIM.
 *
 * @param sim whose
 * @param op what happened
 * @param changed names of the properties that differ, dotted inside objects; empty unless {@code op} is CHANGED
 * @param before their old values; what was absent is absent
 * @param after their new values; what is absent now is absent
 * @param json the whole SIM as the API gave it; its last known form if it was removed
 * @param revision how many times this SIM was seen different, from 1
 * @param seenAt when this view was received
 * @param previouslySeenAt when the view before was; null on first sight
 * @param scan number of the scan that saw it
 */
public record SimChange(
        SimId sim,
        Operation op,
        List<String> changed,
        Map<String, JsonNode> before,
        Map<String, JsonNode> after,
        String json,
        int revision,
        Instant seenAt,
        @Nullable Instant previouslySeenAt,
        int scan) {

    public SimChange {
        changed = List.copyOf(changed);
        before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
        after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
    }

    /** Names this change for ever: SIM, scan, revision. */
    public String id() {
        return sim.value() + '-' + scan + '-' + revision;
    }
}
