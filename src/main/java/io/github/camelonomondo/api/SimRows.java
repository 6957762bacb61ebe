package io.github.camelonomondo.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of {@code GET /sims} as objects. Takes the real envelope ({@code sims} and {@code pagination}), the documented
 * one and a bare array.
 *
 * @param rows the SIMs, property by property
 * @param nextPage the cursor of the next page, or null if there is none
 * @param isLast true if it is the last page, not just one without a cursor
 */
public record SimRows(
        List<Map<String, @Nullable Object>> rows, @Nullable String nextPage, boolean isLast) {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /**
     * Reads a page.
     *
     * @throws ApiException.Unproven if it is none
     */
    public static SimRows read(byte[] page) {
        JsonNode answer = parsed(page);
        JsonNode sims = answer.isArray() ? answer : answer.path("sims");
        if (!sims.isArray()) {
            throw new ApiException.Unproven("GET /sims: the answer has no list of SIMs", null);
        }
        var rows = new ArrayList<Map<String, @Nullable Object>>(sims.size());
        sims.forEach(sim -> {
            if (sim.isObject()) {
                rows.add(asMap(sim));
            }
        });
        JsonNode pagination = answer.has("pagination") ? answer.path("pagination") : answer;
        String nextPage = nextPageIn(pagination);
        return new SimRows(
                rows, nextPage, nextPage == null && !pagination.path("has_more").asBoolean(false));
    }

    /**
     * Reads a single SIM.
     *
     * @throws ApiException.Unproven if it is none
     */
    public static Map<String, @Nullable Object> readOne(byte[] json) {
        JsonNode sim = parsed(json);
        if (!sim.isObject()) {
            throw new ApiException.Unproven("GET /sims/{id}: the answer is not a SIM", null);
        }
        return asMap(sim);
    }

    private static @Nullable String nextPageIn(JsonNode pagination) {
        String cursor = pagination.path("next_page").asText("");
        boolean last = !pagination.path("has_more").asBoolean(true) || cursor.isEmpty();
        return last || pagination.path("next_page").isNull() ? null : cursor;
    }

    private static JsonNode parsed(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new ApiException.Unproven("the answer cannot be read as JSON", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> asMap(JsonNode sim) {
        return MAPPER.convertValue(sim, Map.class);
    }
}
