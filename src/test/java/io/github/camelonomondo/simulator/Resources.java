package io.github.camelonomondo.simulator;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Finds what a call is for and serves it. */
final class Resources {

    // The API's own rule, as it prints it.
    private static final Pattern SIM = Pattern.compile("[0-9]{9}|894573[0-9]{13,14}");

    private final Fleet fleet;
    private final Behaviour behaviour;
    private final ListResource lists;
    private final UpdateResource updates;
    private final TagResource tags;

    Resources(Fleet fleet, Behaviour behaviour) {
        this.fleet = fleet;
        this.behaviour = behaviour;
        this.lists = new ListResource(fleet, behaviour);
        this.updates = new UpdateResource(fleet);
        this.tags = new TagResource(fleet.catalogue());
    }

    Answer serve(Request request, List<Effect> effects) {
        var path = request.path();
        if (path.get(0).equals("sims")) {
            return path.size() == 4 && path.get(2).equals("tags")
                    ? withSim(path.get(1), sim -> tags.change(request.call().method(), sim, path.get(3)))
                    : serveSims(request, effects);
        }
        return switch (request.call().method() + " " + request.call().path()) {
            case "GET /tags" -> behaviour.answersTags() ? tags.list() : Answer.error(404, "not_found");
            case "GET /tags/search/tags" -> tags.search(request.query());
            default -> Answer.error(404, "not_found");
        };
    }

    private Answer serveSims(Request request, List<Effect> effects) {
        var path = request.path();
        var method = request.call().method();
        if (path.size() == 1) {
            return method.equals("GET") ? lists.list(request.query(), effects) : Answer.error(404, "not_found");
        }
        return switch (method + " " + path.get(1)) {
            case "GET find" -> lists.find(request.query());
            case "PATCH bulk" -> updates.updateAll(request.body(), effects);
            default -> serveSim(request, effects);
        };
    }

    private Answer serveSim(Request request, List<Effect> effects) {
        var id = request.path().get(1);
        return switch (request.call().method()) {
            case "GET" -> withSim(id, sim -> Answer.json(sim.toDetail()));
            case "PATCH" -> withSim(id, sim -> updates.updateOne(sim, request.body(), effects));
            default -> Answer.error(404, "not_found");
        };
    }

    private Answer withSim(String id, Function<SimulatedSim, Answer> served) {
        if (!SIM.matcher(id).matches()) {
            return Answer.error(400, "id_invalid");
        }
        return fleet.find(id).map(served).orElseGet(() -> Answer.error(404, "sim_not_found"));
    }
}
