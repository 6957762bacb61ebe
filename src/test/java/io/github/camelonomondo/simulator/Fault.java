package io.github.camelonomondo.simulator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A fault that was asked for. It lasts for its number of calls, or until it is cleared. */
public final class Fault implements AutoCloseable {

    private final Predicate<Call> wanted;
    private final AtomicInteger left;
    private final AtomicInteger hits = new AtomicInteger();
    private final Effect effect;
    private final Faults faults;

    Fault(Predicate<Call> wanted, int times, Effect effect, Faults faults) {
        this.wanted = wanted;
        this.left = new AtomicInteger(times);
        this.effect = effect;
        this.faults = faults;
    }

    /** How many calls it has hit. */
    public int hits() {
        return hits.get();
    }

    /** Ends it, and lets go of the calls that it holds. */
    public void clear() {
        faults.remove(this);
        effect.release();
    }

    @Override
    public void close() {
        clear();
    }

    Effect effect() {
        return effect;
    }

    boolean strikes(Call call) {
        boolean hit =
                effect.concerns(call) && wanted.test(call) && left.getAndUpdate(times -> Math.max(times - 1, 0)) > 0;
        if (hit) {
            hits.incrementAndGet();
        }
        return hit;
    }
}
