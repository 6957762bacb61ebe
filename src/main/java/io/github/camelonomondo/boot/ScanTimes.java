package io.github.camelonomondo.boot;

import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.Progress;
import io.github.camelonomondo.changes.ScanListener;
import io.github.camelonomondo.changes.ScanReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Times scans by how they ended, and tells of those that can be believed; hands on what it hears. */
final class ScanTimes implements ScanListener {

    private static final String COMPLETED = "completed";
    private static final String SUSPECT = "suspect";
    private static final String ABORTED = "aborted";

    private final ScanListener next;
    private final MeterRegistry registry;
    private final Consumer<ScanReport> seen;
    private Timer.Sample scan;

    /** @param seen hears of every complete scan that missed no more SIMs than are believed to be gone */
    ScanTimes(ScanListener next, MeterRegistry registry, Consumer<ScanReport> seen) {
        this.next = next;
        this.registry = registry;
        this.seen = seen;
        this.scan = Timer.start(registry);
        // An alert on an increase does not see the first one of a series that begins with it.
        Stream.of(COMPLETED, SUSPECT, ABORTED).forEach(this::timer);
    }

    private void ended(String outcome) {
        scan.stop(timer(outcome));
    }

    private Timer timer(String outcome) {
        return registry.timer("onomondo.scan", "outcome", outcome);
    }

    @Override
    public void restoring(int sims) {
        next.restoring(sims);
    }

    @Override
    public void restored(int sims, Progress progress) {
        next.restored(sims, progress);
    }

    @Override
    public void started(int number, boolean snapshot) {
        scan = Timer.start(registry);
        next.started(number, snapshot);
    }

    @Override
    public void page(int number, int pages, int sims) {
        next.page(number, pages, sims);
    }

    @Override
    public void published(ChangeSet changes) {
        next.published(changes);
    }

    @Override
    public void completed(ScanReport report, int known) {
        if (report.suspected() > 0) {
            ended(SUSPECT);
        } else {
            ended(COMPLETED);
            seen.accept(report);
        }
        next.completed(report, known);
    }

    @Override
    public void aborted(int number, String reason) {
        ended(ABORTED);
        next.aborted(number, reason);
    }

    @Override
    public void stopped(int number) {
        next.stopped(number);
    }

    @Override
    public void notBegun(String reason) {
        next.notBegun(reason);
    }

    @Override
    public void suspect(int number, int missing, int known) {
        next.suspect(number, missing, known);
    }
}
