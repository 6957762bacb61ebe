package io.github.camelonomondo.boot;

import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.Progress;
import io.github.camelonomondo.changes.ScanListener;
import io.github.camelonomondo.changes.ScanReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.IntConsumer;

/** Times scans by how they ended, and tells how many SIMs the list shows; hands on what it hears. */
final class ScanTimes implements ScanListener {

    private final ScanListener next;
    private final MeterRegistry registry;
    private final IntConsumer fleet;
    private Timer.Sample scan;

    /** @param fleet hears the number of SIMs after every complete scan */
    ScanTimes(ScanListener next, MeterRegistry registry, IntConsumer fleet) {
        this.next = next;
        this.registry = registry;
        this.fleet = fleet;
        this.scan = Timer.start(registry);
    }

    private void ended(String outcome) {
        scan.stop(registry.timer("onomondo.scan", "outcome", outcome));
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
        ended(report.suspected() > 0 ? "suspect" : "completed");
        fleet.accept(report.sims());
        next.completed(report, known);
    }

    @Override
    public void aborted(int number, String reason) {
        ended("aborted");
        next.aborted(number, reason);
    }

    @Override
    public void suspect(int number, int missing, int known) {
        next.suspect(number, missing, known);
    }
}
