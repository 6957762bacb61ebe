package io.github.camelonomondo.boot;

import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.Operation;
import io.github.camelonomondo.changes.Progress;
import io.github.camelonomondo.changes.scan.ScanListener;
import io.github.camelonomondo.changes.scan.ScanReport;
import io.github.camelonomondo.kafka.LeaderElection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the scans go, in numbers, for metrics and health. Written by the scans, read from any thread. */
public final class ScanFigures implements ScanListener, LeaderElection.Listener {

    private final Clock clock;

    private final Map<Operation, LongAdder> published =
            Stream.of(Operation.values()).collect(Collectors.toMap(op -> op, op -> new LongAdder()));

    private volatile boolean restoring;
    private volatile int sims;
    private volatile int scan;
    private volatile @Nullable ScanReport last;
    private volatile @Nullable Instant lastEnded;
    private volatile @Nullable String trouble;
    private volatile int suspected;
    private volatile @Nullable Instant leadingSince;

    public ScanFigures(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void leadership(boolean leads) {
        leadingSince = leads ? clock.instant() : null;
        restoring = false;
        sims = 0;
        suspected = 0;
        trouble = null;
    }

    @Override
    public void restoring(int simsSoFar) {
        restoring = true;
        sims = simsSoFar;
    }

    @Override
    public void restored(int known, Progress progress) {
        restoring = false;
        sims = known;
        scan = progress.scan();
    }

    @Override
    public void started(int number, boolean snapshot) {
        scan = number;
    }

    @Override
    public void published(ChangeSet changes) {
        changes.changes().forEach(change -> count(change.op()).increment());
    }

    @Override
    public void completed(ScanReport report, int known) {
        last = report;
        lastEnded = clock.instant();
        sims = known;
        suspected = report.suspected();
        trouble = troubleOf(report);
    }

    private static @Nullable String troubleOf(ScanReport report) {
        if (report.nameless() > 0) {
            return report.nameless() + " rows of the list hold no SIM id, so nothing is removed";
        }
        return report.undecided() == 0
                ? null
                : "of " + report.undecided() + " missing SIMs it is not known whether they are gone";
    }

    @Override
    public void aborted(int number, String reason) {
        trouble = reason;
    }

    @Override
    public void notBegun(String reason) {
        trouble = reason;
    }

    /** True while the state is being read. */
    public boolean isRestoring() {
        return leadingSince != null && restoring;
    }

    /** SIMs in the state; while it is being read, those so far; 0 while another connector scans. */
    public int sims() {
        return leadingSince == null ? 0 : sims;
    }

    /** Number of the scan under way or last ended. */
    public int scan() {
        return scan;
    }

    /** The last complete scan of this process, or null. */
    public @Nullable ScanReport last() {
        return last;
    }

    /**
     * How long no scan has been complete: since the last one ended or, if it has seen none since, since this process
     * leads. Null if it does not.
     */
    public @Nullable Duration age() {
        Instant since = leadingSince;
        Instant ended = lastEnded;
        if (since == null) {
            return null;
        }
        return Duration.between(ended == null || ended.isBefore(since) ? since : ended, clock.instant());
    }

    /**
     * Why the last scan ended early, why none can begin, or what the last one did not remove; null if all is well, and
     * while another connector scans.
     */
    public @Nullable String trouble() {
        return leadingSince == null ? null : trouble;
    }

    /** SIMs missing without being believed in the last complete scan; 0 while another connector scans. */
    public int suspected() {
        return leadingSince == null ? 0 : suspected;
    }

    /** Changes published by this process. */
    public long published(Operation op) {
        return count(op).sum();
    }

    private LongAdder count(Operation op) {
        return published.computeIfAbsent(op, any -> new LongAdder());
    }
}
