package io.github.camelonomondo.api;

import java.time.Duration;

/** Hears of every call, for metrics and to tell an outage. Called on the calling thread; must not block or throw. */
@FunctionalInterface
public interface CallObserver {

    /** How a call ended. */
    enum Outcome {
        OK,
        REFUSED,
        THROTTLED,
        UNAVAILABLE,
        UNPROVEN,
        UNAUTHORIZED
    }

    /**
     * A call ended.
     *
     * @param operation such as {@code updateSims}
     * @param detail why it failed, empty if it did not
     */
    void called(String operation, Outcome outcome, String detail, Duration took);

    /** Does nothing. */
    static CallObserver none() {
        return (operation, outcome, detail, took) -> {};
    }
}
