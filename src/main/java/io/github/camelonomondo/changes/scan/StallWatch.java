package io.github.camelonomondo.changes.scan;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Interrupts the thread of the scans when a scan stands still, and ends it by the next beat once they are to stop. */
final class StallWatch {

    private final Duration timeout;
    private final Thread watched;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> ScanThread.named("onomondo-scan-watchdog", task));

    private volatile boolean stopped;
    private volatile boolean scanning;
    private volatile boolean stalled;
    private volatile long lastBeat;

    StallWatch(Duration timeout, Thread watched) {
        this.timeout = timeout;
        this.watched = watched;
    }

    /** Watches from now on. */
    void start() {
        long period = Math.max(1, timeout.toMillis() / 4);
        var unused = timer.scheduleAtFixedRate(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    /** Every beat from now on throws. What is under way is watched still. */
    void stop() {
        stopped = true;
    }

    /** Watches no more. */
    void end() {
        stopped = true;
        timer.shutdownNow();
    }

    boolean isStopped() {
        return stopped;
    }

    void scanBegins() {
        lastBeat = System.nanoTime();
        stalled = false;
        scanning = true;
    }

    void scanEnds() {
        scanning = false;
    }

    /** The scan moves. */
    void beat() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("stopped");
        }
        lastBeat = System.nanoTime();
    }

    /** Waiting on purpose is no standing still. */
    void pass(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            beat();
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
        beat();
    }

    /** Why a scan was interrupted; asked once for each. */
    String reason() {
        boolean wasStalled = stalled;
        stalled = false;
        return wasStalled ? "it stood still for " + timeout.toSeconds() + " s" : "it was interrupted";
    }

    private void look() {
        if (scanning && System.nanoTime() - lastBeat > timeout.toNanos()) {
            stalled = true;
            watched.interrupt();
        }
    }
}
