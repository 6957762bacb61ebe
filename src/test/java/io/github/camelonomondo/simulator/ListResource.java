package io.github.camelonomondo.simulator;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** GET /sims and GET /sims/find. */
final class ListResource {

    private static final byte[] SIMS = JsonBytes.bytes("\"sims\":[");

    private final Fleet fleet;
    private final Behaviour behaviour;

    ListResource(Fleet fleet, Behaviour behaviour) {
        this.fleet = fleet;
        this.behaviour = behaviour;
    }

    Answer list(Query query, List<Effect> effects) {
        var limit = query.number("limit", 1, 1000, 1000);
        var after = query.first("next_page").map(PageAnswer::parse).orElse(OptionalInt.of(0));
        var filters = new SimFilter(query);
        if (limit.isEmpty()) {
            return Answer.error(400, "limit_invalid");
        }
        if (after.isEmpty()) {
            return Answer.error(400, "next_page_invalid");
        }
        if (!filters.isValid()) {
            return Answer.error(400, "filter_invalid");
        }
        Predicate<SimulatedSim> wanted = sim -> filters.test(sim) && !isHidden(sim, effects);
        return behaviour.documentsLists()
                ? documented(query, wanted, limit.getAsInt())
                : page(after.getAsInt(), wanted, limit.getAsInt());
    }

    Answer find(Query query) {
        var search = query.first("search").orElse("");
        var limit = query.number("limit", 1, 1000, 10);
        if (search.isEmpty()) {
            return Answer.error(400, "search_invalid");
        }
        if (limit.isEmpty()) {
            return Answer.error(400, "limit_invalid");
        }
        Predicate<SimulatedSim> wanted = sim -> SimNumbers.id(sim.number()).contains(search)
                || (sim.label() != null && sim.label().contains(search))
                || SimNumbers.iccid(sim.number()).equals(search);
        if (behaviour.documentsFinds()) {
            return documented(query, wanted, limit.getAsInt());
        }
        var offset = query.number("offset", 0, Integer.MAX_VALUE, 0).orElse(0);
        var out = new JsonBytes(8192).raw('[');
        writeRows(
                fleet.after(0)
                        .filter(wanted)
                        .skip(offset)
                        .limit(limit.getAsInt())
                        .toList(),
                out);
        return Answer.json(out.raw(']').toBytes());
    }

    private Answer page(int after, Predicate<SimulatedSim> wanted, int limit) {
        var found = fleet.after(after).filter(wanted).limit(limit + 1L).toList();
        boolean more = found.size() > limit;
        var rows = more ? found.subList(0, limit) : found;
        var out = new JsonBytes(rows.size() * 720 + 256).raw('{').raw(SIMS);
        writeRows(rows, out);
        out.raw(JsonBytes.bytes("],\"pagination\":{\"has_more\":")).bool(more);
        if (more) {
            var cursor = PageAnswer.cursor(rows.get(limit - 1).number());
            out.raw(JsonBytes.bytes(",\"next_page\":")).text(cursor);
        }
        return Answer.json(out.raw('}').raw('}').toBytes());
    }

    private Answer documented(Query query, Predicate<SimulatedSim> wanted, int limit) {
        var offset = query.number("offset", 0, Integer.MAX_VALUE, 0).orElse(0);
        var rows = fleet.after(0).filter(wanted).skip(offset).limit(limit).toList();
        var out = new JsonBytes(rows.size() * 720 + 256);
        out.raw(JsonBytes.bytes("{\"count\":")).number(rows.size());
        out.raw(JsonBytes.bytes(",\"limit\":")).number(limit);
        out.raw(JsonBytes.bytes(",\"offset\":")).number(offset);
        out.raw(JsonBytes.bytes(",\"total\":"))
                .number(fleet.after(0).filter(wanted).count());
        writeRows(rows, out.raw(',').raw(SIMS));
        return Answer.json(out.raw(']').raw('}').toBytes());
    }

    private static void writeRows(List<SimulatedSim> rows, JsonBytes out) {
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            rows.get(i).writeRow(out);
        }
    }

    private static boolean isHidden(SimulatedSim sim, List<Effect> effects) {
        return !effects.isEmpty() && effects.stream().anyMatch(effect -> effect.hides(SimNumbers.id(sim.number())));
    }
}
