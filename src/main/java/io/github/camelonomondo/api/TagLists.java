package io.github.camelonomondo.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.sim.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Where the tags are listed. The API's page speaks of {@code GET /tags}; its working clients read
 * {@code GET /tags/search/tags}, an object with {@code total} and {@code result}.
 */
final class TagLists {

    private static final int NOT_FOUND = 404;
    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 100;

    private final ObjectMapper mapper;
    private final Function<HttpCall, byte[]> api;

    TagLists(ObjectMapper mapper, Function<HttpCall, byte[]> api) {
        this.mapper = mapper;
        this.api = api;
    }

    List<Tag> all() {
        try {
            return read(api.apply(HttpCall.get("listTags", "tags", null)));
        } catch (ApiException.Refused e) {
            if (e.refusal().status() != NOT_FOUND) {
                throw e;
            }
            return searched();
        }
    }

    private List<Tag> searched() {
        var all = new ArrayList<Tag>();
        for (int page = 0; page < MOST_PAGES; page++) {
            String query = "offset=" + all.size() + "&limit=" + PAGE;
            List<Tag> tags = read(api.apply(HttpCall.get("listTags", "tags/search/tags", query)));
            all.addAll(tags);
            if (tags.size() < PAGE) {
                break;
            }
        }
        return all;
    }

    private List<Tag> read(byte[] json) {
        var tags = new ArrayList<Tag>();
        try {
            for (JsonNode node : listIn(mapper.readTree(json))) {
                if (node.path("id").isTextual()) {
                    tags.add(new Tag(
                            node.path("id").textValue(), node.path("name").asText("")));
                }
            }
        } catch (IOException e) {
            throw new ApiException.Unproven("GET /tags: the answer cannot be read", e);
        }
        return tags;
    }

    private static JsonNode listIn(JsonNode answer) {
        if (answer.isArray()) {
            return answer;
        }
        return answer.path("result").isArray() ? answer.path("result") : answer.path("tags");
    }
}
