package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** PATCH /sims/{id} and PATCH /sims/bulk. */
final class UpdateResource {

    private static final int MOST_SIMS = 20;

    private final Fleet fleet;

    UpdateResource(Fleet fleet) {
        this.fleet = fleet;
    }

    Answer updateOne(SimulatedSim sim, JsonNode update, List<Effect> effects) {
        return update(sim, update, effects)
                .map(error -> Answer.error(400, error))
                .orElseGet(() -> Answer.json(sim.toDetail()));
    }

    Answer updateAll(JsonNode body, List<Effect> effects) {
        var sims = body.path("sims");
        var refusal = refusal(sims);
        if (refusal.isPresent()) {
            return Answer.error(400, refusal.get());
        }
        var out = new JsonBytes(sims.size() * 40 + 64);
        for (JsonNode item : sims) {
            var id = item.get("id").textValue();
            var error =
                    fleet.find(id).map(sim -> update(sim, item, effects)).orElseGet(() -> Optional.of("sim_not_found"));
            out.raw(JsonBytes.bytes("{\"id\":")).text(id);
            out.raw(JsonBytes.bytes(",\"success\":")).bool(error.isEmpty());
            error.ifPresent(code -> out.raw(JsonBytes.bytes(",\"error\":")).text(code));
            out.raw('}').raw('\n');
        }
        return Answer.text(out.toBytes());
    }

    private Optional<String> update(SimulatedSim sim, JsonNode update, List<Effect> effects) {
        return effects.stream()
                .map(effect -> effect.refusal(SimNumbers.id(sim.number())))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> sim.update(update, fleet.catalogue()));
    }

    /** Why nothing of the bulk is applied, if so. */
    private static Optional<String> refusal(JsonNode sims) {
        if (!sims.isArray() || sims.isEmpty()) {
            return Optional.of("body_invalid");
        }
        if (sims.size() > MOST_SIMS) {
            return Optional.of("too_many_sims");
        }
        var seen = new HashSet<String>();
        for (JsonNode item : sims) {
            if (!item.has("id")) {
                return Optional.of("id_missing");
            }
            var id = item.get("id").asText();
            if (!item.get("id").isTextual() || !SimNumbers.isId(id)) {
                return Optional.of("id_invalid");
            }
            if (!seen.add(id)) {
                return Optional.of("duplicate_id");
            }
        }
        return Optional.empty();
    }
}
