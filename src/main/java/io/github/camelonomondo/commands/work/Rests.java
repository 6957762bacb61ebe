package io.github.camelonomondo.commands.work;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Until when the SIMs of a batch rest that are to be sent again. Those that begin soon after each other end together, none
 * of them later than alone, so that they go in company again. Guarded by the lock of the batch.
 */
public final class Rests {

    private final RetryRule retry;
    private final LongSupplier nanoTime;
    /** The last end, by the calls before it. */
    private final Map<Integer, Long> ends = new HashMap<>();

    /** @param nanoTime such as {@link System#nanoTime} */
    public Rests(RetryRule retry, LongSupplier nanoTime) {
        this.retry = retry;
        this.nanoTime = nanoTime;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    boolean allows(int attempts, Duration spent) {
        return retry.allows(attempts, spent);
    }

    /** When a rest that begins now ends: half a pause is rested at least. */
    long until(int attempts) {
        long now = now();
        long pause = retry.pause(attempts).toNanos();
        long end = ends.getOrDefault(attempts, now);
        if (end - now <= 0 || end - now < pause / 2) {
            end = now + pause;
            ends.put(attempts, end);
        }
        return end;
    }
}
