package io.github.camelonomondo.api;

import static java.lang.Integer.MAX_VALUE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.camelonomondo.sim.Tag;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the tags are listed. The API's page speaks of {@code GET /tags}; its working clients read
 * {@code GET /tags/search/tags}, an object with {@code total} and {@code result}.
 */
public final class TagLists {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TAGS = "tags";
    private static final String SEARCH = "tags/search/tags";
    private static final int NOT_FOUND = 404;
    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 100;

    private final Function<HttpCall, byte[]> api;

    TagLists(Function<HttpCall, byte[]> api) {
        this.api = api;
    }

    /** What {@code GET /tags} answered, as it came, if that is all; or else an array of all the pages. */
    byte[] all() {
        try {
            byte[] answer = get(TAGS, null);
            JsonNode page = parsed(answer);
            return restAfter(page, listIn(page).size()) == null ? answer : written(from(page, TAGS));
        } catch (ApiException.Refused e) {
            if (e.refusal().status() != NOT_FOUND) {
                throw e;
            }
            return written(from(parsed(get(SEARCH, "offset=0&limit=" + PAGE)), SEARCH));
        }
    }

    private byte[] get(String path, @Nullable String query) {
        return api.apply(HttpCall.get("listTags", path, query));
    }

    private ArrayNode from(JsonNode first, String path) {
        ArrayNode all = MAPPER.createArrayNode();
        var ids = new HashSet<String>();
        JsonNode page = first;
        for (int pages = 1; ids.addAll(idsIn(page)); pages++) {
            listIn(page).forEach(all::add);
            String rest = restAfter(page, all.size());
            if (rest == null || pages == MOST_PAGES) {
                break;
            }
            page = parsed(get(path, rest));
        }
        return all;
    }

    /**
     * What to ask for after a page, or null if it is the last.
     *
     * @param read so many tags, with those of the page
     */
    private static @Nullable String restAfter(JsonNode page, int read) {
        int here = listIn(page).size();
        if (page.isArray() || here == 0) {
            return null;
        }
        JsonNode cursor = page.path("pagination").path("next_page");
        if (cursor.isTextual() && !cursor.textValue().isEmpty()) {
            return "limit=" + PAGE + "&next_page=" + URLEncoder.encode(cursor.textValue(), UTF_8);
        }
        // A page may be smaller than was asked for; without a total that means the last.
        int total = page.path("total").asInt(here < PAGE ? read : MAX_VALUE);
        return read < total ? "offset=" + read + "&limit=" + PAGE : null;
    }

    /** A page that brings none that is new ends the list: whoever answered knows no pages, or goes in circles. */
    private static Set<String> idsIn(JsonNode page) {
        return new HashSet<>(listIn(page).findValuesAsText("id"));
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
        for (String name : List.of("result", "tags")) {
            if (answer.path(name).isArray()) {
                return answer.path(name);
            }
        }
        for (String name : List.of("data", "items")) {
            JsonNode list = answer.path(name);
            if (list.isArray()
                    && list.valueStream().allMatch(tag -> tag.path("id").isTextual())) {
                return list;
            }
        }
        throw new ApiException.Unproven("GET /tags: the answer has no list of tags", null);
    }

    private static byte[] written(JsonNode tags) {
        try {
            return MAPPER.writeValueAsBytes(tags);
        } catch (IOException e) {
            throw new IllegalStateException("a JSON array cannot be written", e);
        }
    }
}
