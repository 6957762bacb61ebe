package io.github.camelonomondo.changes.scan;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.changes.FleetState;
import io.github.camelonomondo.changes.Operation;
import io.github.camelonomondo.changes.PageComparison;
import io.github.camelonomondo.changes.SimChange;
import io.github.camelonomondo.changes.compare.FoldedJson;
import io.github.camelonomondo.sim.SimId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIMs that a complete scan did not show: gone only if the API says so of each, and not if they are too many. */
final class Removals {

    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

    /** Up to so many are believed, whatever the size of the fleet. */
    private static final int ALWAYS_BELIEVED = 10;

    /** More than one of so many, 5 %, is not believed. */
    private static final int SHARE = 20;

    /** So many that fail one after the other may be an outage, or broken: no more are asked for. */
    private static final int OUTAGE = 3;

    /** So many that were not in the list are asked for in one scan and not gone: a key may hide thousands. */
    private static final int MOST_IN_VAIN = 100;

    private final FleetState state;
    private final int scan;
    private final Round round;
    private final int accepted;
    private final List<Integer> missing = new ArrayList<>();
    private final List<SimChange> gone = new ArrayList<>();
    private int undecided;
    private int failedInARow;

    /** @param accepted so many are expected to be missing */
    Removals(FleetState state, int scan, Round round, int accepted) {
        this.state = state;
        this.scan = scan;
        this.round = round;
        this.accepted = accepted;
        state.forEachMissedBy(scan, missing::add);
    }

    int missing() {
        return missing.size();
    }

    /** How many were not asked for, or the API neither knows nor denies. */
    int undecided() {
        return undecided;
    }

    /** True if so many are missing from the {@code known} that something else is likelier than their removal. */
    boolean areSuspect(int known) {
        int beyond = missing.size() - accepted;
        return beyond > ALWAYS_BELIEVED && (long) beyond * SHARE > known;
    }

    /** Told before each question, so that a long removal is not taken for standing still. */
    interface Pulse {
        void beat() throws InterruptedException;
    }

    /**
     * Asks the API for each, but for no more once so many were not gone, or several in a row could not be asked for: the
     * others have their turn in the next scan. Those it knows, or does not speak of, stay. Where somebody accepts their
     * removal, all are asked for that can be.
     *
     * @throws ScanAbortedException if the key is refused
     */
    List<SimChange> confirmed(OnomondoApi api, Clock clock, Retries retries, Pulse pulse) throws Exception {
        int asked = 0;
        for (int id : round.from(missing)) {
            boolean enough = accepted == 0 && asked - gone.size() >= MOST_IN_VAIN;
            if (enough || failedInARow == OUTAGE) {
                break;
            }
            pulse.beat();
            asked++;
            round.had(id);
            int slot = state.find(id);
            if (slot >= 0 && isGone(PageComparison.simId(id), api, retries)) {
                gone.add(removal(id, slot, clock));
            }
        }
        undecided += missing.size() - asked;
        return gone;
    }

    private boolean isGone(SimId sim, OnomondoApi api, Retries retries) throws Exception {
        try {
            boolean denied = retries.call(() -> {
                try {
                    api.getSim(sim, Priority.SCAN);
                    return false;
                } catch (ApiException.Refused e) {
                    return e.refusal().isNotFound();
                }
            });
            failedInARow = 0;
            return denied;
        } catch (ScanAbortedException e) {
            if (!mayBeBroken(e.getCause())) {
                throw e;
            }
            failedInARow++;
            undecided++;
            LOG.atWarn()
                    .addKeyValue("scan", scan)
                    .addKeyValue("sim", sim)
                    .addKeyValue("reason", e.getMessage())
                    .log("a missing SIM cannot be asked for, so it stays");
            return false;
        }
    }

    private static boolean mayBeBroken(@Nullable Throwable cause) {
        return cause instanceof ApiException.Unavailable || cause instanceof ApiException.Unproven;
    }

    private SimChange removal(int id, int slot, Clock clock) {
        return new SimChange(
                PageComparison.simId(id),
                Operation.REMOVED,
                List.of(),
                Map.of(),
                Map.of(),
                FoldedJson.text(state.json(slot)),
                state.revision(slot) + 1,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                Instant.ofEpochMilli(state.seenAt(slot)),
                scan);
    }
}
