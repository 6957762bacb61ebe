package io.github.camelonomondo.commands.work;

import java.time.Duration;
import java.time.Instant;

/**
 * A SIM as it was read, with its tags.
 *
 * @param at when
 */
record Sighting(SimRow row, Instant at) {

    /** What was read before an outage is not what the tags are after it. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    boolean isTooOld(Instant now) {
        return now.isAfter(at.plus(FRESH));
    }
}
