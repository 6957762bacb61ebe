package io.github.camelonomondo.changes.scan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Orders to the scans, from any thread. */
public final class ScanControl {

    private @Nullable Duration interval;
    private boolean changed;
    private boolean now;
    /** How many SIMs are missing without being believed; 0 if none. */
    private int suspected;

    private int accepted;

    /** Begins the next scan at once; one under way is finished first. */
    public synchronized void scanNow() {
        now = true;
        notifyAll();
    }

    /** From start to start from now on. The next scan begins at once, the others follow from there. */
    public synchronized void setInterval(Duration between) {
        interval = between;
        changed = true;
        notifyAll();
    }

    /** From the start of the scan that begins now to the start of the next: {@code atStart} unless that was changed. */
    synchronized Duration intervalOr(Duration atStart) {
        changed = false;
        Duration between = interval;
        return between == null ? atStart : between;
    }

    /**
     * Accepts the removals that the last complete scan was suspected of: a scan that begins at once publishes them.
     *
     * @return how many SIMs are missing; 0 if no removals wait, and then nothing happens
     */
    public synchronized int acceptRemovals() {
        accepted = suspected;
        if (accepted > 0) {
            scanNow();
        }
        return accepted;
    }

    /** How many SIMs the last complete scan missed that were not believed to be gone. */
    synchronized int suspected() {
        return suspected;
    }

    /** How many missing SIMs somebody has accepted. */
    synchronized int accepted() {
        return accepted;
    }

    /** A complete scan ended: what was accepted is used up. */
    synchronized void settled(int missing) {
        suspected = missing;
        accepted = 0;
    }

    /** Others may have scanned since: what the last scan here was suspected of, and what was accepted of it, is over. */
    synchronized void forget() {
        suspected = 0;
        accepted = 0;
    }

    /** Waits for that long, or until a scan is ordered or the interval is changed. */
    synchronized void await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); !now && !changed && left > 0; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        now = false;
    }
}
