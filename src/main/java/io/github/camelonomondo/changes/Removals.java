package io.github.camelonomondo.changes;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** SIMs that a complete scan did not show: gone only if the API says so of each, and not if they are too many. */
final class Removals {

    /** Up to so many are believed, whatever the size of the fleet. */
    private static final int ALWAYS_BELIEVED = 10;

    /** More than one of so many, 5 %, is not believed. */
    private static final int SHARE = 20;

    private static final int NOT_FOUND = 404;

    private final FleetState state;
    private final int scan;
    private final List<Integer> missing = new ArrayList<>();

    Removals(FleetState state, int scan) {
        this.state = state;
        this.scan = scan;
        state.forEachMissedBy(scan, missing::add);
    }

    int missing() {
        return missing.size();
    }

    /**
     * True if so many are missing from the {@code known} that something else is likelier than their removal.
     *
     * @param accepted so many are expected to be missing
     */
    boolean areSuspect(int known, int accepted) {
        int beyond = missing.size() - accepted;
        return beyond > ALWAYS_BELIEVED && (long) beyond * SHARE > known;
    }

    /** Told before each question, so that a long removal is not taken for standing still. */
    interface Pulse {
        void beat() throws InterruptedException;
    }

    /** Asks the API for each; those it knows, or does not speak of, stay. */
    List<SimChange> confirmed(OnomondoApi api, Clock clock, Retries retries, Pulse pulse) throws Exception {
        List<SimChange> gone = new ArrayList<>();
        for (int id : missing) {
            pulse.beat();
            var sim = PageComparison.simId(id);
            boolean exists = retries.call(() -> {
                try {
                    api.getSim(sim, Priority.SCAN);
                    return true;
                } catch (ApiException.Refused e) {
                    return e.refusal().status() != NOT_FOUND;
                }
            });
            int slot = state.find(id);
            if (!exists && slot >= 0) {
                gone.add(new SimChange(
                        sim,
                        Operation.REMOVED,
                        List.of(),
                        Map.of(),
                        Map.of(),
                        FoldedJson.text(state.json(slot)),
                        state.revision(slot) + 1,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        Instant.ofEpochMilli(state.seenAt(slot)),
                        scan));
            }
        }
        return gone;
    }
}
