package io.github.camelonomondo.commands;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tells an outage from a call that fails and has itself to blame. Safe to share between threads. */
final class FailingCalls {

    private static final int OUTAGE = 2;

    private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(15);

    /** Those that failed as a whole since one was answered. */
    private final Set<Object> calls = new HashSet<>();

    private final LongSupplier nanoTime;
    private long looked;
    private long answeredBulks;

    /** @param nanoTime such as {@link System#nanoTime} */
    FailingCalls(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A call, of whatever kind, failed as a whole. */
    synchronized void failed(Object call) {
        if (!areAnOutage()) {
            looked = nanoTime.getAsLong();
        }
        calls.add(call);
    }

    /** True once in a while of an outage: is the API away, or do these calls have themselves to blame? */
    synchronized boolean isLookDue() {
        long now = nanoTime.getAsLong();
        if (!areAnOutage() || now - looked < LOOK_EVERY) {
            return false;
        }
        looked = now;
        return true;
    }

    /** It is not made again. */
    synchronized void over(Object call) {
        calls.remove(call);
    }

    /** The API has answered a call: it is not away. */
    synchronized void answered() {
        calls.clear();
    }

    /** The API has answered a bulk, whatever it said. */
    synchronized void bulkAnswered() {
        answeredBulks++;
        answered();
    }

    /** How many bulks it has answered. */
    synchronized long answeredBulks() {
        return answeredBulks;
    }

    /** True while one call after the other fails, and none is answered. */
    synchronized boolean areAnOutage() {
        return calls.size() >= OUTAGE;
    }
}
