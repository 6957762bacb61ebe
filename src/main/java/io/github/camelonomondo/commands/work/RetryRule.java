package io.github.camelonomondo.commands.work;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often, and for how long, one SIM is tried that the API keeps refusing with an error that may pass.
 *
 * @param maxAttempts calls at most
 * @param longest in answered calls and rests from the first refusal on
 * @param firstPause doubled with each attempt
 */
public record RetryRule(int maxAttempts, Duration longest, Duration firstPause) {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** True if there may be another call, after the pause that comes first. */
    boolean allows(int attempts, Duration spent) {
        return attempts < maxAttempts
                && spent.plusMillis(longestPause(attempts)).compareTo(longest) <= 0;
    }

    /** Doubled with each attempt, up to five seconds, less up to a quarter. */
    Duration pause(int attempts) {
        long millis = longestPause(attempts);
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 4 + 1));
    }

    private long longestPause(int attempts) {
        long doubled = firstPause.toMillis() << Math.min(10, Math.max(0, attempts - 1));
        return Math.min(LONGEST_PAUSE.toMillis(), doubled);
    }
}
