package io.github.camelonomondo.commands;

import io.github.camelonomondo.commands.work.SimWork;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which calls show a number of SIMs: a GET each for a handful, list pages for more. */
final class LookupPlan {

    private final CommandBatch batch;
    private final FleetPages fleet;
    private final Set<SimReference> singly = new HashSet<>();
    private boolean pagesFailed;

    LookupPlan(CommandBatch batch, FleetPages fleet) {
        this.batch = batch;
        this.fleet = fleet;
    }

    /** The others are done: of those that come again nothing is known. */
    void forgetAllBut(Function<SimId, @Nullable SimWork> open) {
        singly.removeIf(sim -> !(sim instanceof SimId id) || open.apply(id) == null);
        pagesFailed &= !singly.isEmpty();
    }

    /** From now on it is read by a GET. */
    void singly(SimReference sim) {
        singly.add(sim);
    }

    /** Pages did not show these: each is read by a GET. */
    void notOnPages(Set<? extends SimReference> sims) {
        singly.addAll(sims);
        pagesFailed |= !sims.isEmpty();
    }

    List<Lookup> cheapest(Set<SimReference> sims) {
        var byPage = new LinkedHashSet<>(sims);
        byPage.removeAll(singly);
        // How large the fleet is, is tried once.
        if (!fleet.areFewerThan(byPage.size()) || (pagesFailed && !fleet.isKnown())) {
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
