package io.github.camelonomondo.api;

import java.time.Duration;

/**
 * When the next call may begin: evenly spaced with a burst of a few, never more than the budget in any 60 seconds, and
 * never before the API's own window allows it. Times are {@link System#nanoTime} or a test's own. Not safe to share:
 * {@link CallBudget} holds a lock around it.
 */
final class Pace {

    /** One percent longer than the minute: calls reach the API later than they begin, and not all equally later. */
    static final long WINDOW = Duration.ofMillis(60_600).toNanos();

    private static final int LONGEST_BURST = 10;
    /** Of a budget so small that the second call would wait for longer than REST does, though few were made. */
    private static final int BURST_OF_A_TINY_BUDGET = 3;

    /**
     * A longer burst is this part of the minute at most, 0.3 s: a minute after one that followed a rest nobody may begin for as
     * long as it was, and a REST call may come then.
     */
    private static final int BURSTS_IN_A_MINUTE = 200;

    private int limit;
    private long[] starts = new long[0];
    private int next;
    private int recorded;
    private long evenAt;
    private boolean begun;
    private long begunLast;

    private long heldUntil;
    private boolean held;
    private long windowEnds;
    private int windowLeft = Integer.MAX_VALUE;
    /** Calls that have begun, and which of them told the least of this window. */
    private long calls;

    private long leastKnownAt;

    Pace(int limit) {
        setLimit(limit);
    }

    /**
     * From now on another budget. What has begun before counts.
     *
     * @param limit calls per minute, 0 for none
     */
    void setLimit(int limit) {
        this.limit = limit;
        if (limit > starts.length) {
            remember(limit);
        }
        if (begun && limit > 0) {
            evenAt = earlier(evenAt, begunLast + interval());
        }
    }

    private void remember(int calls) {
        long[] more = new long[calls];
        for (int i = 0; i < recorded; i++) {
            more[i] = starts[Math.floorMod(next - recorded + i, starts.length)];
        }
        starts = more;
        next = recorded;
    }

    int limit() {
        return limit;
    }

    /** The earliest instant at which a call may begin; not after {@code now} if it may at once. */
    long earliest(long now) {
        long at = now;
        if (limit > 0) {
            if (begun) {
                at = later(at, evenAt - (burst() - 1) * interval());
            }
            if (recorded >= limit) {
                at = later(at, starts[Math.floorMod(next - limit, starts.length)] + WINDOW);
            }
        }
        if (held) {
            at = later(at, heldUntil);
        }
        if (windowLeft <= 0) {
            at = later(at, windowEnds);
        }
        return at;
    }

    /** True if it is for the API, and not for the limit alone, that no call may begin. */
    boolean isHeldByTheApi(long now) {
        return (held && now - heldUntil < 0) || (windowLeft <= 0 && now - windowEnds < 0);
    }

    /** A call begins. */
    void begin(long now) {
        calls++;
        if (limit > 0) {
            evenAt = begun ? later(evenAt, now) + interval() : now + interval();
            begun = true;
            begunLast = now;
            starts[next] = now;
            next = (next + 1) % starts.length;
            recorded = Math.min(recorded + 1, starts.length);
        }
        if (windowLeft != Integer.MAX_VALUE) {
            if (now - windowEnds >= 0) {
                windowLeft = Integer.MAX_VALUE;
            } else {
                windowLeft--;
            }
        }
        if (held && now - heldUntil >= 0) {
            held = false;
        }
    }

    /** No call before {@code until}. */
    void hold(long until) {
        heldUntil = held ? later(heldUntil, until) : until;
        held = true;
    }

    /**
     * The API counts: {@code left} more calls until {@code ends}, of which {@code unseen} may have begun already. Answers come in any
     * order, so the least counts; but one to a later call than that which told the least may say that there are more.
     *
     * @param unseen calls that began after the one that was answered
     * @param underWay calls that the API may not have counted; nor, it may be, those between that which told the least and this
     */
    void window(long ends, int left, int unseen, int underWay) {
        if (left == 0) {
            hold(ends); // whatever another answer said: this one lets nobody call before
        }
        int more = Math.max(0, left - unseen);
        long answered = calls - unseen;
        boolean sameWindow = windowLeft != Integer.MAX_VALUE
                && Math.abs(ends - windowEnds) < Duration.ofSeconds(2).toNanos();
        if (sameWindow) {
            if (more < windowLeft) {
                windowLeft = more;
                leastKnownAt = answered;
            } else if (answered > leastKnownAt) {
                windowLeft = Math.max(windowLeft, more - (int) Math.max(underWay, answered - leastKnownAt));
            }
            windowEnds = later(windowEnds, ends);
        } else if (windowLeft == Integer.MAX_VALUE || ends - windowEnds > 0) {
            windowLeft = more;
            windowEnds = ends;
            leastKnownAt = answered;
        }
    }

    /** Calls that could begin in the rest of this minute, as far as we know. */
    int left(long now) {
        if (held && now - heldUntil < 0) {
            return 0;
        }
        int ours = limit == 0 ? Integer.MAX_VALUE : limit;
        for (int i = 0; limit > 0 && i < recorded; i++) {
            if (now - starts[i] < WINDOW) {
                ours--;
            }
        }
        ours = Math.max(0, ours);
        return windowLeft != Integer.MAX_VALUE && now - windowEnds < 0 ? Math.min(ours, windowLeft) : ours;
    }

    /** Nanoseconds until the API counts anew or lets us call again, 0 if it does not say. */
    long untilReset(long now) {
        long window = windowLeft == Integer.MAX_VALUE ? 0 : windowEnds - now;
        return Math.max(0, held ? Math.max(window, heldUntil - now) : window);
    }

    private long interval() {
        return WINDOW / limit;
    }

    private long burst() {
        int least = interval() > CallBudget.LONGEST_REST_WAIT.toNanos() ? BURST_OF_A_TINY_BUDGET : 1;
        return Math.max(least, Math.min(LONGEST_BURST, limit / BURSTS_IN_A_MINUTE));
    }

    private static long earlier(long one, long other) {
        return one - other <= 0 ? one : other;
    }

    private static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }
}
