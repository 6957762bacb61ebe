package io.github.camelonomondo.commands;

import java.time.Duration;

/**
 * How many commands a batch may hold where no budget says so. A batch ends with its slowest call, and until it does some of
 * the calls that could be under way are not: little of a batch that is done at once or has many calls, much of one that has
 * few slow ones. Such batches are followed by larger ones. Used by the polling thread alone.
 */
final class BatchGrowth {

    /** Larger ones cost the collector more than they save. */
    static final int USUAL = 5_000;

    static final int LARGEST = 4 * USUAL;

    private static final int SIMS_PER_CALL = 20;
    /** Calls of a batch for each that may be under way. */
    private static final int ENOUGH = 8;

    private static final Duration SLOW = Duration.ofMillis(200);
    private static final Duration FAST = Duration.ofMillis(100);

    private final int inFlight;
    private int most = USUAL;

    /** @param inFlight calls that may be under way at once */
    BatchGrowth(int inFlight) {
        this.inFlight = inFlight;
    }

    /**
     * What the next batch may hold.
     *
     * @param commands of the batch that is done
     * @param sims that they were for
     * @param took from its first call to its last result
     */
    int after(int commands, int sims, Duration took) {
        boolean fewCalls = sims < SIMS_PER_CALL * inFlight * ENOUGH;
        if (commands >= most && fewCalls && took.compareTo(SLOW) > 0) {
            most = Math.min(LARGEST, 2 * most);
        } else if (took.compareTo(FAST) < 0) {
            most = Math.max(USUAL, most / 2);
        }
        return most;
    }
}
