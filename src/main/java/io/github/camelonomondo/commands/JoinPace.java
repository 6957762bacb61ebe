package io.github.camelonomondo.commands;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When others may join a batch that some have joined. Used by the polling thread alone. */
final class JoinPace {

    /** What was left out is fetched again. If it is all that there was room for, that is much for little. */
    private static final Duration BETWEEN_FULL = Duration.ofSeconds(2);
    /** No lone command waits longer for company. */
    private static final Duration BESIDE_A_BUSY_SIM = Duration.ofMillis(200);

    private final LongSupplier nanoTime;
    private BatchCut.Reason leftOut = BatchCut.Reason.NONE;
    private int had;
    private long joinedAt;

    /** @param nanoTime such as {@link System#nanoTime} */
    JoinPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Some joined.
     *
     * @param why others were left out
     * @param size commands without a result, with those that joined
     */
    void joined(BatchCut.Reason why, int size) {
        leftOut = why;
        had = size;
        joinedAt = nanoTime.getAsLong();
    }

    /**
     * True if half of the batch is done. What was left out is fetched again, and so not at every look: where there was no room, once half of what it had
     * then is done, or some time has passed; beside a busy SIM after a fifth of a second.
     *
     * @param size commands without a result
     * @param most of any batch
     */
    boolean isTime(int size, int most) {
        return switch (leftOut) {
            case NONE -> 2 * size <= most;
            case BUSY_SIM -> 2 * size <= most && isPassed(BESIDE_A_BUSY_SIM);
            case FULL -> 2 * size <= had || isPassed(BETWEEN_FULL);
        };
    }

    private boolean isPassed(Duration sinceJoined) {
        return nanoTime.getAsLong() - joinedAt > sinceJoined.toNanos();
    }
}
