package io.github.camelonomondo.commands.work;

import java.time.Duration;

/**
 * The calls that were answered for one update of a SIM, and when it may be sent again. A call that was not answered, in
 * an outage, is none, and the time that it took is not counted, nor what is waited for the budget, nor what calls for one tag
 * alone take. Guarded by the lock of the batch.
 */
final class Attempts {

    private final Rests rests;
    private int count;
    private boolean failing;
    /** Since the first failure, in calls that were answered and in rests. */
    private long spentNanos;

    private long restUntil;
    private boolean sent;
    private long sentAt;

    Attempts(Rests rests) {
        this.rests = rests;
    }

    /** Another update: none yet. */
    void begin() {
        count = 0;
        failing = false;
        spentNanos = 0;
        sent = false;
    }

    /** A call goes out now; if one went out before, it was not answered. */
    void sent() {
        sent = true;
        sentAt = rests.now();
    }

    /** A call was answered. */
    void answered() {
        count++;
        if (failing && sent) {
            spentNanos += rests.now() - sentAt;
        }
        sent = false;
    }

    /** The answer was not that it is done. */
    void failed() {
        failing = true;
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
        return !failing || rests.allows(count, Duration.ofNanos(spentNanos));
    }

    /** Not to be sent before it has rested. */
    void rest() {
        restUntil = rests.until(count);
        spentNanos += restUntil - rests.now();
        sent = false;
    }

    /** When it has rested, {@link System#nanoTime}. */
    long restUntil() {
        return restUntil;
    }
}
