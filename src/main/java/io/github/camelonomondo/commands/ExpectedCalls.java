package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.commands.parse.Change;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.sim.Iccid;
import io.github.camelonomondo.sim.SimReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many calls a batch needs at the most if nothing fails or stands still, counted command by command as they join it: bulks, look-ups,
 * and tags by calls of their own. A SIM that is called by two names counts as two.
 */
final class ExpectedCalls {

    private final CommandBatch.BatchTools tools;
    private final Map<SimReference, SimSteps> sims = new HashMap<>();
    private final Set<SimReference> unnamed = new HashSet<>();
    /** How many SIMs have a first, a second, … step that goes by bulk. */
    private final List<Integer> bulkSteps = new ArrayList<>();

    private int looksAtFirst;
    private int laterLooks;
    private int exact;
    private int tagLists;

    /** What is counted of a SIM so far. */
    private static final class SimSteps {
        private int count;
        private int calls;
        private boolean lastStandsAlone;
        private boolean lastIsLookedUp;
    }

    /** What one more command of a SIM adds. */
    private record Added(boolean isStep, boolean standsAlone, int tags, boolean look) {
        int calls() {
            int step = isStep && tags == 0 ? 1 : 0;
            return tags + step + (look ? 1 : 0);
        }
    }

    ExpectedCalls(CommandBatch.BatchTools tools) {
        this.tools = tools;
    }

    /**
     * Adds a command behind all so far.
     *
     * @param inARow calls for its SIM, each of which waits for the one before, with it at most; one command always goes
     * @return false if they were more, and it is not added
     */
    boolean add(Command command, int inARow) {
        SimReference sim = named(command.sim());
        SimSteps steps = sims.computeIfAbsent(sim, same -> new SimSteps());
        Added added = added(steps, command);
        if (steps.calls > 0 && steps.calls + added.calls() > inARow) {
            return false;
        }
        steps.calls += added.calls();
        if (sim instanceof Iccid) {
            unnamed.add(sim);
        }
        if (tools.tagNames().mustBeReadFor(command.change())) {
            tagLists = 1;
        }
        if (added.isStep) {
            steps.count++;
            steps.lastStandsAlone = added.standsAlone;
            steps.lastIsLookedUp = false;
            exact += added.tags;
            if (added.tags == 0) {
                addBulkStep(steps.count);
            }
        }
        if (added.look) {
            steps.lastIsLookedUp = true;
            look(steps.count);
        }
        return true;
    }

    private Added added(SimSteps steps, Command command) {
        Change change = command.change();
        boolean byCallsOfItsOwn = tools.exactTags() && change.composesTags();
        boolean alone = command.barrier() || byCallsOfItsOwn;
        boolean isStep = steps.count == 0 || alone || steps.lastStandsAlone;
        // That a tag to be removed is not there takes a look to prove.
        int tags = byCallsOfItsOwn ? change.tag().size() + 2 * change.untag().size() : 0;
        boolean look = change.composesTags() && !byCallsOfItsOwn && (isStep || !steps.lastIsLookedUp);
        return new Added(isStep, alone, tags, look);
    }

    private SimReference named(SimReference sim) {
        SimReference id = sim instanceof Iccid iccid ? tools.iccids().idOf(iccid) : null;
        return id == null ? sim : id;
    }

    private void addBulkStep(int number) {
        while (bulkSteps.size() < number) {
            bulkSteps.add(0);
        }
        bulkSteps.set(number - 1, bulkSteps.get(number - 1) + 1);
    }

    private void look(int step) {
        if (step == 1) {
            looksAtFirst++;
        } else {
            laterLooks++;
        }
    }

    /** Calls of all commands so far. */
    int inAll() {
        FleetPages fleet = tools.fleetPages();
        return tagLists
                + exact
                + bulks()
                + fleet.callsFor(unnamed.size())
                + fleet.callsFor(looksAtFirst)
                + fleet.callsForGroups(laterLooks);
    }

    /** Those that are looked up gather apart from the others; a later step goes once the one before is done. */
    private int bulks() {
        int all = 0;
        int before = 0;
        for (int step = 0; step < bulkSteps.size(); step++) {
            int of = bulkSteps.get(step);
            int calls = step == 0 ? full(of - looksAtFirst) + full(looksAtFirst) : Math.min(of, after(before));
            all += calls;
            before = calls;
        }
        return all;
    }

    private int after(int before) {
        if (tools.exactTags()) {
            return Integer.MAX_VALUE;
        }
        return laterLooks > 0 ? 2 * before : before;
    }

    private static int full(int sims) {
        return (sims + OnomondoApi.MAX_BULK - 1) / OnomondoApi.MAX_BULK;
    }
}
