package io.github.camelonomondo.api;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.camelonomondo.sim.SimId;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer of a bulk: {@code text/plain}, one JSON object a line, {@code {"id":…,"success":…}} (docs.onomondo.com,
 * "Bulk SIM Update"). The shape of a failed line is not documented, so what it says is read leniently; that a SIM was
 * updated is believed only of a whole line with its id and a true {@code success}, seen once.
 */
final class BulkLines {

    private static final Set<String> NO = Set.of("false", "0", "no");

    private final ObjectReader mapper;
    private final Set<SimId> asked;
    private final int status;
    private final Map<SimId, BulkAnswer.Line> lines = new HashMap<>();
    private final Set<SimId> doubled = new HashSet<>();

    private BulkLines(ObjectMapper mapper, Set<SimId> asked, int status) {
        this.mapper = mapper.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
        this.asked = asked;
        this.status = status;
    }

    /** What {@code body} proves of the SIMs {@code asked} about. */
    static Map<SimId, BulkAnswer.Line> read(ObjectMapper mapper, byte[] body, Set<SimId> asked, int status) {
        var reader = new BulkLines(mapper, asked, status);
        int from = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == '\n') {
                reader.line(body, from, i - from);
                from = i + 1;
            }
        }
        reader.lines.keySet().removeAll(reader.doubled);
        return reader.lines;
    }

    private void line(byte[] body, int from, int length) {
        SimId updated = UsualLine.updated(body, from, length);
        if (updated != null) {
            put(updated, new BulkAnswer.Updated());
            return;
        }
        JsonNode node;
        try {
            node = mapper.readTree(body, from, length);
        } catch (IOException e) {
            return; // a garbled line proves nothing
        }
        if (node.isArray()) {
            node.forEach(this::entry);
        } else {
            entry(node);
        }
    }

    private void entry(JsonNode node) {
        SimId sim = simOf(node.path("id"));
        BulkAnswer.Line line = lineOf(node);
        if (sim != null && line != null) {
            put(sim, line);
        }
    }

    private void put(SimId sim, BulkAnswer.Line line) {
        if (asked.contains(sim) && lines.put(sim, line) != null) {
            doubled.add(sim);
        }
    }

    private BulkAnswer.@Nullable Line lineOf(JsonNode node) {
        JsonNode success = node.path("success");
        if (success.isBoolean() && success.booleanValue()) {
            return new BulkAnswer.Updated();
        }
        var refusal = Refusals.of(status, node);
        boolean saysNo = isFalse(success)
                || node.hasNonNull("error")
                || node.path("errors").size() > 0
                || (refusal.code() != null && refusal.isFinal()); // without one, its words may be a label
        return saysNo ? new BulkAnswer.NotUpdated(refusal) : null;
    }

    /** Also as text or a number. What else stands there, or nothing, says neither yes nor no. */
    private static boolean isFalse(JsonNode success) {
        return success.isValueNode() && NO.contains(success.asText().toLowerCase(Locale.ROOT));
    }

    private static @Nullable SimId simOf(JsonNode id) {
        if (id.isIntegralNumber() && id.canConvertToLong()) {
            return SimId.read(id.longValue());
        }
        // A text that has lost a digit may be another SIM's, and proves nothing.
        String text = id.asText("");
        return SimId.matches(text) ? new SimId(text) : null;
    }
}
