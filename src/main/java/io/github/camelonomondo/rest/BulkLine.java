package io.github.camelonomondo.rest;

import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.sim.SimId;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of one SIM of a bulk.
 *
 * @param sim which
 * @param error why it was not updated, or null if it was
 */
record BulkLine(SimId sim, @Nullable String error) {

    static BulkLine updated(SimId sim) {
        return new BulkLine(sim, null);
    }

    static BulkLine refused(SimId sim, Refusal refusal) {
        var code = refusal.code();
        return new BulkLine(sim, code == null ? refusal.inWords() : code);
    }

    /** One line of JSON, in the API's own words. */
    byte[] toJson() {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", sim.value());
        json.put("success", error == null);
        if (error != null) {
            json.put("error", error);
        }
        return Json.write(json);
    }
}
