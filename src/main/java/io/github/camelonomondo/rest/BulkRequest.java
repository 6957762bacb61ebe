package io.github.camelonomondo.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The body of {@code PATCH /sims/bulk}: all of it is right, or none of it is sent. */
final class BulkRequest {

    /** The most SIMs in one request. */
    static final int MOST = 10_000;

    private BulkRequest() {}

    /**
     * Reads {@code {"sims": [{"id": …, property: …}, …]}}.
     *
     * @return 1 to {@value #MOST} updates of different SIMs, in the order of the body
     * @throws ProblemException that names the first item that is wrong
     */
    static List<SimUpdate> read(byte[] body) {
        var updates = new ArrayList<SimUpdate>();
        var places = new HashMap<SimId, Integer>();
        for (JsonNode item : items(Json.read(body))) {
            int place = updates.size();
            var update = update(item, place);
            var before = places.put(update.sim(), place);
            if (before != null) {
                throw invalid(
                        "sim_id_duplicate", place, "names SIM " + update.sim() + ", as sims[" + before + "] does");
            }
            updates.add(update);
        }
        return updates;
    }

    private static JsonNode items(JsonNode body) {
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!"sims".equals(member.getKey())) {
                throw ProblemException.badRequest(
                        "property_unknown", "the body has an unknown property " + Quoted.of(member.getKey()));
            }
        }
        var sims = body.path("sims");
        if (!sims.isArray() || sims.isEmpty() || sims.size() > MOST) {
            throw ProblemException.badRequest(
                    "sims_invalid", "the body has to be an object with sims, a list of 1 to " + MOST + " updates");
        }
        return sims;
    }

    private static SimUpdate update(JsonNode item, int place) {
        if (!(item instanceof ObjectNode object)) {
            throw invalid("sims_invalid", place, "has to be an object");
        }
        var id = object.path("id");
        if (!id.isTextual() || !SimId.matches(id.textValue())) {
            throw invalid("sim_id_invalid", place, "needs an id, a string of 9 digits (here no ICCID)");
        }
        try {
            return new SimUpdate(
                    new SimId(id.textValue()), SimProperties.read(object.without("id"), "sims[" + place + "]"));
        } catch (ProblemException e) {
            throw new ProblemException(e.problem().with("index", place));
        }
    }

    private static ProblemException invalid(String error, int place, String what) {
        return new ProblemException(
                Problem.badRequest(error, "sims[" + place + "] " + what).with("index", place));
    }
}
