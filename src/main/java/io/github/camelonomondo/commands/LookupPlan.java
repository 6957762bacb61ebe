package io.github.camelonomondo.commands;

import io.github.camelonomondo.sim.SimReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which calls show a number of SIMs: a GET each for a handful, list pages for more. */
final class LookupPlan {

    private static final int HANDFUL = 2;

    private final CommandBatch batch;
    private final Set<SimReference> singly = new HashSet<>();

    LookupPlan(CommandBatch batch) {
        this.batch = batch;
    }

    /** From now on these are read by a GET each. */
    void singly(Set<? extends SimReference> sims) {
        singly.addAll(sims);
    }

    List<Lookup> cheapest(Set<SimReference> sims) {
        var byPage = new LinkedHashSet<>(sims);
        byPage.removeAll(singly);
        if (byPage.size() <= HANDFUL) {
            byPage.clear();
        }
        var lookups = new ArrayList<Lookup>();
        if (!byPage.isEmpty()) {
            lookups.add(new Lookup.Several(batch, byPage));
        }
        for (SimReference sim : sims) {
            if (!byPage.contains(sim)) {
                lookups.add(new Lookup.Single(batch, sim));
            }
        }
        return lookups;
    }
}
