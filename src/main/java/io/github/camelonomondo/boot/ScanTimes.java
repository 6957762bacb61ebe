package io.github.camelonomondo.boot;

import io.github.camelonomondo.changes.scan.ScanListener;
import io.github.camelonomondo.changes.scan.ScanReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Times scans by how they ended, and tells of those that can be believed. */
final class ScanTimes implements ScanListener {

    private static final String COMPLETED = "completed";
    private static final String SUSPECT = "suspect";
    private static final String ABORTED = "aborted";

    private final MeterRegistry registry;
    private final Consumer<ScanReport> seen;
    private Timer.Sample scan;

    /** @param seen hears of every complete scan that missed no more SIMs than are believed to be gone */
    ScanTimes(MeterRegistry registry, Consumer<ScanReport> seen) {
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
    public void started(int number, boolean snapshot) {
        scan = Timer.start(registry);
    }

    @Override
    public void completed(ScanReport report, int known) {
        if (report.suspected() > 0) {
            ended(SUSPECT);
        } else {
            ended(COMPLETED);
            seen.accept(report);
        }
    }

    @Override
    public void aborted(int number, String reason) {
        ended(ABORTED);
    }
}
