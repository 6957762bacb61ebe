package io.github.camelonomondo.changes.scan;

import java.time.Duration;

/** Waits after failed scans: doubled from failure to failure, up to the interval or 30 s, whichever is longer. */
final class BackOff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 20;

    private int failures;

    /** How long to wait after one more failure, while scans begin at that {@code interval}. */
    Duration next(Duration interval) {
        Duration longest = interval.compareTo(LONG) > 0 ? interval : LONG;
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    /** It works again. */
    void reset() {
        failures = 0;
    }
}
