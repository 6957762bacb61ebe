package io.github.camelonomondo.changes.scan;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.SimQuery;
import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.FleetState;
import io.github.camelonomondo.changes.Operation;
import io.github.camelonomondo.changes.PageComparison;
import io.github.camelonomondo.changes.PageReader;
import io.github.camelonomondo.changes.PageReader.End;
import io.github.camelonomondo.changes.SimChange;
import io.github.camelonomondo.sim.SimId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over GET /sims: never filtered, page after page, each made safe before the state takes it in. */
final class Scan {

    private static final Logger LOG = LoggerFactory.getLogger(Scan.class);
    private static final int REMOVALS_AT_ONCE = 500;

    private final Scanning scanning;
    private final StallWatch watch;
    private final Round round;
    private final Publication publication;
    private final OnomondoApi api;
    private final Clock clock;
    private final FleetState state;
    private final PageReader reader;
    private final PageComparison comparison;
    private final Retries retries;
    private final int number;
    private final Map<Operation, Integer> counts = new EnumMap<>(Operation.class);

    private int pages;
    private int sims;
    private int nameless;
    private int namelessSince;
    private int undecided;
    private int contradictions;
    private @Nullable SimId contradicted;

    /** Returns when {@code changes} are safe, and {@code takeIn} was run and the state holds them. */
    interface Publication {
        void publish(ChangeSet changes, Runnable takeIn) throws Exception;
    }

    /** @param round whose turn it is of those that are missing, from scan to scan */
    Scan(Scanning scanning, StallWatch watch, Round round, int number, boolean snapshot, Publication publication) {
        this.scanning = scanning;
        this.watch = watch;
        this.round = round;
        this.publication = publication;
        this.api = scanning.api().causedBy(new WhileItCanBeMadeSafe(scanning.repository()));
        this.clock = scanning.clock();
        this.state = scanning.state();
        this.reader = new PageReader(scanning.settings().fields());
        this.comparison = new PageComparison(state, scanning.settings().fields(), number, snapshot);
        this.retries = new Retries(watch::pass, scanning.repository()::unreachable);
        this.number = number;
    }

    /** Sees the whole fleet, or throws {@link ScanAbortedException}. */
    ScanReport run() throws Exception {
        Instant startedAt = clock.instant();
        long begun = System.nanoTime();
        readPages();
        sayContradictions();
        int suspected = remove();
        return new ScanReport(
                number,
                startedAt,
                Duration.ofNanos(System.nanoTime() - begun),
                pages,
                sims,
                count(Operation.SNAPSHOT),
                count(Operation.CREATED),
                count(Operation.CHANGED),
                count(Operation.REMOVED),
                suspected,
                nameless,
                undecided);
    }

    private void readPages() throws Exception {
        var guard = new CursorGuard();
        boolean restarted = false;
        String cursor = null;
        do {
            End end;
            try {
                end = readPage(cursor);
            } catch (ScanAbortedException e) {
                if (restarted || cursor == null || !isBadRequest(e.getCause())) {
                    throw e;
                }
                LOG.atWarn()
                        .addKeyValue("scan", number)
                        .log("the API no longer takes the cursor, from the start again");
                restarted = true;
                guard.restart(pages);
                nameless = 0;
                cursor = null;
                continue;
            }
            pages++;
            sims += comparison.fresh();
            namelessSince = nameless == 0 ? pages : namelessSince;
            nameless += end.nameless();
            if (!restarted) {
                countContradictions();
            }
            if (!comparison.isUnchanged()) {
                ChangeSet changes = comparison.changes();
                checkRoom(changes);
                publish(changes, comparison::apply);
            }
            watch.beat();
            scanning.listener().page(number, pages, sims);
            cursor = guard.next(end, comparison.fresh());
            if (cursor == null) {
                return;
            }
        } while (true);
    }

    /** An API that makes SIMs up for ever would fill the heap, and once more at every start. */
    private void checkRoom(ChangeSet changes) throws ScanAbortedException {
        long more = changes.changes().stream()
                .filter(change -> change.op() == Operation.CREATED || change.op() == Operation.SNAPSHOT)
                .count();
        if (state.size() + more > state.room()) {
            throw new ScanAbortedException(
                    "page " + pages + " brings more SIMs than the " + state.room() + " that this heap has room for",
                    null);
        }
    }

    private void countContradictions() {
        if (comparison.contradictions() > 0) {
            contradictions += comparison.contradictions();
            contradicted = comparison.contradicted();
        }
    }

    private void sayContradictions() {
        if (contradictions > 0) {
            LOG.atWarn()
                    .addKeyValue("scan", number)
                    .addKeyValue("sim", contradicted)
                    .addKeyValue("rows", contradictions)
                    .log(
                            "the list shows a SIM more than once, and not alike: its first row counts, others were left out");
        }
    }

    private End readPage(@Nullable String cursor) throws Exception {
        return retries.call(() -> {
            byte[] page = api.listSims(SimQuery.page(scanning.settings().pageSize(), cursor), Priority.SCAN);
            comparison.begin(clock.instant());
            End end = compare(page);
            comparison.cameWhole();
            return end;
        });
    }

    private End compare(byte[] page) throws IOException {
        try {
            return reader.read(page, comparison);
        } catch (IOException e) {
            throw new IOException("page " + (pages + 1) + " of this scan cannot be read: " + e.getMessage(), e);
        }
    }

    private int remove() throws Exception {
        boolean mayRemove = nameless == 0;
        // What is accepted is for this scan alone, and it counts only if this scan can remove it.
        var removals = new Removals(
                state, number, round, mayRemove ? scanning.control().accepted() : 0);
        int known = state.size() - count(Operation.CREATED) - count(Operation.SNAPSHOT);
        if (!mayRemove) {
            sayNameless();
        }
        if (removals.areSuspect(known)) {
            saySuspect(removals.missing(), known);
            scanning.control().settled(removals.missing());
            scanning.listener().suspect(number, removals.missing(), known);
            return removals.missing();
        }
        if (mayRemove) {
            publishGone(removals);
        }
        scanning.control().settled(0);
        return 0;
    }

    private void publishGone(Removals removals) throws Exception {
        List<SimChange> gone = removals.confirmed(api, clock, retries, watch::beat);
        undecided = removals.undecided();
        for (int from = 0; from < gone.size(); from += REMOVALS_AT_ONCE) {
            List<SimChange> some = gone.subList(from, Math.min(gone.size(), from + REMOVALS_AT_ONCE));
            publish(new ChangeSet(number, some), () -> some.forEach(change -> state.remove(change.sim())));
        }
    }

    private void saySuspect(int missing, int known) {
        boolean isSaid = scanning.control().suspected() == missing;
        (isSaid ? LOG.atDebug() : LOG.atWarn())
                .addKeyValue("scan", number)
                .addKeyValue("missing", missing)
                .addKeyValue("known", known)
                .log("too many SIMs are missing to be believed: their removals wait until somebody accepts them");
    }

    private void sayNameless() {
        LOG.atWarn()
                .addKeyValue("scan", number)
                .addKeyValue("page", namelessSince)
                .addKeyValue("rows", nameless)
                .log("rows without a SIM id, from this page on, were left out, so this scan removes nothing");
    }

    private void publish(ChangeSet changes, Runnable takeIn) throws Exception {
        publication.publish(changes, takeIn);
        changes.changes().forEach(change -> counts.merge(change.op(), 1, Integer::sum));
    }

    private int count(Operation op) {
        return counts.getOrDefault(op, 0);
    }

    private static boolean isBadRequest(@Nullable Throwable cause) {
        return cause instanceof ApiException.Refused refused
                && refused.refusal().isBadRequest();
    }
}
