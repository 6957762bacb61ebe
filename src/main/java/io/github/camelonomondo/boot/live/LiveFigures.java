package io.github.camelonomondo.boot.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.boot.Figures;
import io.github.camelonomondo.boot.Instance;
import io.github.camelonomondo.boot.Outages;
import io.github.camelonomondo.boot.ScanFigures;
import io.github.camelonomondo.changes.Operation;
import io.github.camelonomondo.kafka.LeaderElection;
import io.github.camelonomondo.kafka.control.ControlReader;
import java.util.Arrays;

/** How this connector is doing, in numbers for the page at {@code /}. */
final class LiveFigures {

    private final Figures figures;
    private final CallBudget budget;
    private final ScanFigures scans;
    private final Outages outages;
    private final ControlReader control;
    private final LeaderElection election;
    private final Instance instance;

    LiveFigures(
            Figures figures,
            CallBudget budget,
            ScanFigures scans,
            Outages outages,
            ControlReader control,
            LeaderElection election,
            Instance instance) {
        this.figures = figures;
        this.budget = budget;
        this.scans = scans;
        this.outages = outages;
        this.control = control;
        this.election = election;
        this.instance = instance;
    }

    ObjectNode now() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("instance", instance.name());
        json.put("leads", election.leads());
        json.put("paused", control.isPaused());
        json.put("received", figures.commandsReceived());
        json.put("answered", figures.commandsDone());
        json.put("calls", figures.callsMade());
        json.put("fill", Math.round(figures.meanFill() * 10) / 10.0);
        var spent = budget.figures();
        json.put("limit", spent.limit());
        json.put("left", spent.left());
        scans(json.putObject("scans"));
        var since = outages.since();
        if (since != null) {
            json.putObject("outage").put("since", since.toString()).put("reason", outages.reason());
        }
        return json;
    }

    private void scans(ObjectNode json) {
        json.put("sims", scans.sims());
        json.put("number", scans.scan());
        json.put("restoring", scans.isRestoring());
        json.put("trouble", scans.trouble());
        json.put("suspected", scans.suspected());
        json.put(
                "published",
                Arrays.stream(Operation.values()).mapToLong(scans::published).sum());
        var age = scans.age();
        if (age != null) {
            json.put("age", age.toSeconds());
        }
        var last = scans.last();
        if (last != null) {
            json.put("seconds", last.took().toMillis() / 1_000.0);
        }
    }
}
