package io.github.camelonomondo.changes;

import java.time.Duration;

/** Orders to the scans, from any thread. */
public final class ScanControl {

    private boolean now;
    private int suspected;
    private int accepted;

    /** Begins the next scan at once; one under way is finished first. */
    public synchronized void scanNow() {
        now = true;
        notifyAll();
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

    /** How many SIMs are missing without being believed; 0 if none. */
    public synchronized int suspected() {
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

    /** Waits for that long or until a scan is ordered. */
    synchronized void await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); !now && left > 0; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        now = false;
    }
}
