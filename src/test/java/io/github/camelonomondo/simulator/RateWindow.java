package io.github.camelonomondo.simulator;

import com.sun.net.httpserver.Headers;
import java.time.Clock;
import java.time.Duration;

/** A fixed window of 60 s that begins with its first call; its end is a whole second. Thread-safe. */
final class RateWindow {

    private static final long LENGTH = 60;

    private final Clock clock;
    private int limit;
    private int used;
    private long endsAt;
    private boolean throttled;

    RateWindow(Clock clock) {
        this.clock = clock;
    }

    /** Begins anew with this limit; 0 is no limit and no headers. */
    synchronized void limit(int calls) {
        limit = calls;
        used = 0;
        endsAt = 0;
        throttled = false;
    }

    /** Another client of the same address spends calls of this window. */
    synchronized void spend(int calls) {
        roll();
        used += calls;
    }

    /** Lets nobody through for this long, rounded up to the next whole second. */
    synchronized void throttleFor(Duration length) {
        throttled = true;
        endsAt = (clock.millis() + length.toMillis() + 999) / 1000;
    }

    /** Counts a call and writes the headers of its answer. Whether it may pass. */
    synchronized boolean admit(Headers headers) {
        roll();
        if (limit == 0 && !throttled) {
            return true;
        }
        boolean admitted = !throttled && used < limit;
        if (admitted) {
            used++;
        }
        headers.set("x-ratelimit-limit", Integer.toString(limit == 0 ? 600 : limit));
        headers.set("x-ratelimit-remaining", Integer.toString(throttled ? 0 : Math.max(limit - used, 0)));
        headers.set("x-ratelimit-reset", Long.toString(endsAt));
        return admitted;
    }

    private void roll() {
        if (clock.millis() >= endsAt * 1000) {
            throttled = false;
            used = 0;
            endsAt = clock.millis() / 1000 + LENGTH;
        }
    }
}
