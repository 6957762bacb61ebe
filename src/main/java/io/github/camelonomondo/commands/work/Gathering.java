package io.github.camelonomondo.commands.work;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * SIMs whose commands came while a batch was under way: they wait for others, to be looked up or sent with them. Guarded by the lock of
 * their batch.
 */
final class Gathering {

    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** When each came, {@link System#nanoTime}. */
    private final Map<SimWork, Long> since = new HashMap<>();

    private long lastCame;

    void joins(SimWork work, long now) {
        since.put(work, now);
        lastCame = now;
    }

    void leaves(SimWork work) {
        since.remove(work);
    }

    boolean has(SimWork work) {
        return since.containsKey(work);
    }

    /** True once none came for a while, or the one that waits longest has waited long enough. */
    boolean isOver(SimWork longest, long now) {
        return now - lastCame >= SILENCE_NANOS || isLongEnough(longest, now);
    }

    boolean isLongEnough(SimWork longest, long now) {
        return now - since.getOrDefault(longest, now) >= LONGEST_NANOS;
    }
}
