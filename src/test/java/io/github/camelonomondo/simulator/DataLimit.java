package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How much data a SIM may use. {@code alertThreshold} is null when there is none. */
record DataLimit(long total, String type, Long alertThreshold) {

    static final DataLimit STANDARD = new DataLimit(10_000_000, "monthly", null);

    /** Whether the update has only what a limit has, in the right types. */
    static boolean accepts(JsonNode update) {
        return update.isObject()
                && (!update.has("total") || update.get("total").isIntegralNumber())
                && (!update.has("type") || update.get("type").isTextual())
                && (!update.has("alert_threshold")
                        || update.get("alert_threshold").isNull()
                        || update.get("alert_threshold").isIntegralNumber());
    }

    /** What is absent from the update stays. */
    DataLimit merge(JsonNode update) {
        var threshold = update.path("alert_threshold");
        return new DataLimit(
                update.path("total").asLong(total),
                update.path("type").asText(type),
                threshold.isMissingNode() ? alertThreshold : threshold.isNull() ? null : (Long) threshold.asLong());
    }

    ObjectNode toJson(long used) {
        boolean hourly = type.equals("hourly");
        return JsonNodeFactory.instance
                .objectNode()
                .put("used", used)
                .put("total", total)
                .put("type", type)
                .put("period", hourly ? "2026010100" : "202601")
                .put("alert_threshold", alertThreshold)
                .put("resets_at", hourly ? "2026-01-01T01:00:00.000Z" : "2026-02-01T00:00:00.000Z");
    }
}
