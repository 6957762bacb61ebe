package io.github.camelonomondo.api;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls that everything shares: how many begin in a minute, and how many are under way at once. Every call takes a permit first, and gives
 * it back when it has its answer.
 *
 * <p>A waiting REST call gets the next permit, and half of them once it has had many ahead of others; a waiting scan gets
 * one of five; commands get the rest. What one does not ask for the others get. The headers {@code x-ratelimit-remaining} and {@code -reset} of every answer have the
 * last word, because the API counts per source address and neighbours spend from the same purse.
 *
 * <p>Safe to share between threads.
 */
public final class CallBudget {

    static final Duration LONGEST_REST_WAIT = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turn = lock.newCondition();
    private final Turns turns = new Turns();
    private final Pace pace;
    private final int mostUnderWay;
    private int underWay;
    private int total;
    private int sharers = 1;
    private long began;
    private long waitedNanos;
    private boolean ending;
    /** The API's own word for why it lets nobody call. */
    private @Nullable String heldBecause;

    private long endsAt;

    /**
     * A budget.
     *
     * @param callsPerMinute of all connectors together; 0 for no limit of ours
     * @param inFlight calls of this connector under way at most, at least 1
     */
    public CallBudget(int callsPerMinute, int inFlight) {
        if (inFlight < 1) {
            throw new IllegalArgumentException("inFlight must be at least 1, not " + inFlight);
        }
        this.total = callsPerMinute;
        this.mostUnderWay = inFlight;
        this.pace = new Pace(callsPerMinute);
    }

    /** One call may be made. Closed when it has its answer, or was not made. */
    final class Permit implements AutoCloseable {
        private final long number;
        private boolean closed;

        private Permit(long number) {
            this.number = number;
        }

        /** Of the call, counted up. */
        long number() {
            return number;
        }

        /** To close it once more does nothing. */
        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    underWay--;
                    turn.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** What is known at one moment. */
    public record Figures(int limit, int left, Duration untilReset, long begun, int waiting, Duration waited) {}

    /** @param connectors that share the budget, this one among them */
    public void shareAmong(int connectors) {
        lock.lock();
        try {
            sharers = Math.max(1, connectors);
            divide();
        } finally {
            lock.unlock();
        }
    }

    /**
     * From now on another budget. What has begun under a limit before counts.
     *
     * @param callsPerMinute of all connectors together; 0 for no limit of ours
     */
    public void setCallsPerMinute(int callsPerMinute) {
        lock.lock();
        try {
            total = callsPerMinute;
            divide();
        } finally {
            lock.unlock();
        }
    }

    /** Of all connectors together; 0 for no limit of ours. */
    public int callsPerMinute() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }

    /** The connector stops: who could not have a call {@code within} this is told so at once. */
    public void end(Duration within) {
        lock.lock();
        try {
            ending = true;
            endsAt = System.nanoTime() + within.toNanos();
            turn.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many connectors share it, this one among them. */
    public int sharers() {
        lock.lock();
        try {
            return sharers;
        } finally {
            lock.unlock();
        }
    }

    private void divide() {
        pace.setLimit(total == 0 ? 0 : Math.max(1, total / sharers));
        turn.signalAll();
    }

    /**
     * Waits for a permit.
     *
     * @throws ApiException.Throttled if REST would have to wait for longer than five seconds, or anybody beyond the
     *     {@link #end}
     * @throws ApiException.Busy if REST has waited for so long because as many calls as may be are under way
     * @throws ApiException.Unavailable if the thread is interrupted; its flag stays set
     */
    Permit take(Priority priority) {
        long from = System.nanoTime();
        lock.lock();
        try {
            turns.comes(priority);
            try {
                while (true) {
                    long now = System.nanoTime();
                    long wait = pace.earliest(now) - now;
                    boolean tooLong = priority == Priority.REST && now - from + wait > LONGEST_REST_WAIT.toNanos();
                    if (tooLong && wait <= 0 && isFull()) {
                        throw new ApiException.Busy(mostUnderWay);
                    }
                    if (tooLong || (ending && now + wait - endsAt > 0)) {
                        throw throttled(now, wait);
                    }
                    if (isFull() || turns.next() != priority) {
                        turn.await(50, TimeUnit.MILLISECONDS);
                    } else if (wait > 0) {
                        turn.awaitNanos(wait);
                    } else {
                        return begin(priority, now, from);
                    }
                }
            } finally {
                turns.goes(priority);
                turn.signalAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException.Unavailable("interrupted while waiting for the call budget", 0, e);
        } finally {
            lock.unlock();
        }
    }

    private ApiException.Throttled throttled(long now, long wait) {
        String code = pace.isHeldByTheApi(now) ? heldBecause : null;
        return ApiException.Throttled.unsent(Duration.ofNanos(wait).plusSeconds(1), reason(now, wait), code);
    }

    private String reason(long now, long wait) {
        if (pace.isHeldByTheApi(now)) {
            return "the API's limit is spent";
        }
        if (wait <= 0) {
            return ending ? "no more is to begin" : "others have their turn first";
        }
        return "callsPerMinute=" + total + (sharers > 1 ? ", shared by " + sharers + "," : "")
                + " spreads calls over the minute";
    }

    private boolean isFull() {
        return underWay >= mostUnderWay;
    }

    private Permit begin(Priority priority, long now, long from) {
        heldBecause = null; // none begins while one holds
        pace.begin(now);
        turns.begin(priority);
        waitedNanos += now - from;
        var permit = new Permit(++began);
        underWay++;
        return permit;
    }

    /** Calls under way: permits that are not closed. */
    int underWay() {
        lock.lock();
        try {
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    /** Takes in what an answer says of the limit. */
    void answered(Permit permit, RateHeaders headers) {
        lock.lock();
        try {
            Long untilReset = headers.nanosUntilReset();
            Integer remaining = headers.remaining();
            if (untilReset != null && remaining != null) {
                int unseen = (int) Math.min(Integer.MAX_VALUE, began - permit.number());
                pace.window(System.nanoTime() + untilReset, remaining, unseen, underWay);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * No call of anybody's for {@code nanos}: the API said 429.
     *
     * @param code its own word for it, or null
     */
    void hold(long nanos, @Nullable String code) {
        lock.lock();
        try {
            heldBecause = code == null ? heldBecause : code;
            pace.hold(System.nanoTime() + nanos);
        } finally {
            lock.unlock();
        }
    }

    /** For logs and metrics. */
    public Figures figures() {
        lock.lock();
        try {
            long now = System.nanoTime();
            return new Figures(
                    pace.limit(),
                    pace.left(now),
                    Duration.ofNanos(pace.untilReset(now)),
                    began,
                    turns.waiting(),
                    Duration.ofNanos(waitedNanos));
        } finally {
            lock.unlock();
        }
    }
}
