package io.github.camelonomondo.commands;

/**
 * The calls that were answered for one update of a SIM, and when it may be sent again. A call that was not answered, in
 * an outage, is none. Guarded by the lock of the {@link CommandBatch}.
 */
final class Attempts {

    private final Rests rests;
    private int count;
    private boolean failing;
    private long firstFailure;
    private long restUntil;

    Attempts(Rests rests) {
        this.rests = rests;
    }

    /** Another update: none yet. */
    void begin() {
        count = 0;
        failing = false;
    }

    /** A call was answered. */
    void answered() {
        count++;
    }

    /** The answer was not that it is done. */
    void failed() {
        if (!failing) {
            failing = true;
            firstFailure = rests.now();
        }
    }

    /** True if an answer said so. */
    boolean isFailing() {
        return failing;
    }

    int count() {
        return count;
    }

    /** True if it may be sent again after all that failed. */
    boolean isOneLeft() {
        return !failing || rests.allows(count, firstFailure);
    }

    /** Not to be sent before it has rested. */
    void rest() {
        restUntil = rests.until(count);
    }

    /** When it has rested, {@link System#nanoTime}. */
    long restUntil() {
        return restUntil;
    }
}
