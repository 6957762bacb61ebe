package io.github.camelonomondo.commands.work;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * SIMs that are looked up together, so that their updates can go together. Read one by one they come one by one. Guarded by the lock of
 * their batch.
 */
final class Reading {

    /** More than the pause between two calls, also of a small budget. */
    private static final long COMPANY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Set<SimWork> unread = new HashSet<>();
    /** When one of them was no longer unread. */
    private long lastRead;

    /** @param now {@link System#nanoTime} */
    Reading(long now) {
        lastRead = now;
    }

    void begins(SimWork work) {
        unread.add(work);
    }

    /** True if it was not read since it began. */
    boolean isToCome(SimWork work) {
        return unread.contains(work);
    }

    /** It was read, or cannot be. */
    void isOver(SimWork work, long now) {
        if (unread.remove(work)) {
            lastRead = now;
        }
    }

    /**
     * True while others are still to come. Nobody waits for those that do not come, as their look-ups fail, or hang.
     */
    boolean isWorthWaitingFor(long now) {
        return !unread.isEmpty() && now - lastRead < COMPANY_NANOS;
    }
}
