package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** The tags of the account and of a SIM. */
final class TagResource {

    private final Catalogue catalogue;

    TagResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** GET /tags */
    Answer list() {
        return Answer.json(array(catalogue.tags()));
    }

    /** GET /tags/search/tags */
    Answer search(Query query) {
        var all = catalogue.tags();
        var limit = query.number("limit", 1, 1000, 100).orElse(100);
        var offset = query.number("offset", 0, all.size(), 0).orElse(0);
        var some = all.stream().skip(offset).limit(limit).toList();
        var page = JsonNodeFactory.instance
                .objectNode()
                .put("count", some.size())
                .put("limit", limit)
                .put("offset", offset)
                .put("total", all.size());
        page.set("result", array(some));
        return Answer.json(page);
    }

    /** PUT and DELETE of /sims/{id}/tags/{tag} */
    Answer change(String method, SimulatedSim sim, String tagId) {
        var tag = catalogue.find(tagId);
        if (tag.isEmpty()) {
            return Answer.error(404, "tag_not_found");
        }
        synchronized (sim) {
            boolean tagged = sim.hasTag(tagId);
            var next = new ArrayList<>(sim.tags());
            switch (method) {
                case "PUT" -> {
                    if (tagged) {
                        return Answer.error(400, "tag_already_on_sim");
                    }
                    next.add(tag.get());
                }
                case "DELETE" -> {
                    if (!tagged) {
                        return Answer.error(400, "tag_not_on_sim");
                    }
                    next.remove(tag.get());
                }
                default -> {
                    return Answer.error(404, "not_found");
                }
            }
            sim.replaceTags(next);
        }
        return Answer.json(JsonNodeFactory.instance.objectNode().put("message", "ok"));
    }

    private static ArrayNode array(List<SimTag> tags) {
        var array = JsonNodeFactory.instance.arrayNode();
        tags.forEach(tag -> array.add(tag.toJson()));
        return array;
    }
}
