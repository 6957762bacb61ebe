package io.github.camelonomondo.api;

import static java.lang.Integer.MAX_VALUE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.camelonomondo.sim.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Where the tags are listed. The API's page speaks of {@code GET /tags}; its working clients read
 * {@code GET /tags/search/tags}, an object with {@code total} and {@code result}.
 */
public final class TagLists {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int NOT_FOUND = 404;
    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 100;

    private final Function<HttpCall, byte[]> api;

    TagLists(Function<HttpCall, byte[]> api) {
        this.api = api;
    }

    /** What {@code GET /tags} answered, as it came; or else an array of what the search found. */
    byte[] all() {
        try {
            byte[] answer = api.apply(HttpCall.get("listTags", "tags", null));
            listIn(parsed(answer));
            return answer;
        } catch (ApiException.Refused e) {
            if (e.refusal().status() != NOT_FOUND) {
                throw e;
            }
            return written(searched());
        }
    }

    private ArrayNode searched() {
        ArrayNode all = MAPPER.createArrayNode();
        for (int page = 0; page < MOST_PAGES; page++) {
            String query = "offset=" + all.size() + "&limit=" + PAGE;
            JsonNode answer = parsed(api.apply(HttpCall.get("listTags", "tags/search/tags", query)));
            JsonNode tags = listIn(answer);
            tags.forEach(all::add);
            // A page may be smaller than was asked for; without a total that means the last.
            int total = answer.path("total").asInt(tags.size() < PAGE ? all.size() : MAX_VALUE);
            if (tags.isEmpty() || all.size() >= total) {
                break;
            }
        }
        return all;
    }

    /**
     * Reads what {@link OnomondoApi#listTags} gave.
     *
     * @throws ApiException.Unproven if it is no list of tags
     */
    public static List<Tag> read(byte[] json) {
        var tags = new ArrayList<Tag>();
        for (JsonNode node : listIn(parsed(json))) {
            if (node.path("id").isTextual()) {
                tags.add(new Tag(node.path("id").textValue(), node.path("name").asText("")));
            }
        }
        return tags;
    }

    private static JsonNode parsed(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new ApiException.Unproven("GET /tags: the answer cannot be read", e);
        }
    }

    private static JsonNode listIn(JsonNode answer) {
        if (answer.isArray()) {
            return answer;
        }
        JsonNode list = answer.path("result").isArray() ? answer.path("result") : answer.path("tags");
        if (!list.isArray()) {
            throw new ApiException.Unproven("GET /tags: the answer has no list of tags", null);
        }
        return list;
    }

    private static byte[] written(JsonNode tags) {
        try {
            return MAPPER.writeValueAsBytes(tags);
        } catch (IOException e) {
            throw new IllegalStateException("a JSON array cannot be written", e);
        }
    }
}
