package io.github.camelonomondo.commands;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** When what is done of a batch is committed while it is in hand, and whether it could be. Used by the polling thread alone. */
final class CommitPace {

    private static final long BETWEEN_COMMITS = TimeUnit.SECONDS.toNanos(1);

    /** So many times as long as a commit took nothing is committed: it holds up the batch. */
    private static final int MUCH_LONGER = 5;

    private final LongSupplier nanoTime;
    private long next;
    private boolean isBehind;

    /** @param nanoTime such as {@link System#nanoTime} */
    CommitPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong() + BETWEEN_COMMITS;
    }

    /**
     * Commits if it is time.
     *
     * @param commit commits, and says whether it could
     */
    void commitIfDue(BooleanSupplier commit) {
        long now = nanoTime.getAsLong();
        if (now - next > 0) {
            isBehind = !commit.getAsBoolean();
            long then = nanoTime.getAsLong();
            next = then + Math.max(BETWEEN_COMMITS, MUCH_LONGER * (then - now));
        }
    }

    /** True from a commit that failed to the next that does not: a crash would repeat whatever is done meanwhile. */
    boolean isBehind() {
        return isBehind;
    }
}
