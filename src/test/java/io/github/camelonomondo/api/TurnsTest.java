package io.github.camelonomondo.api;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnsTest {

    private static final int PER_MINUTE = 600;
    private static final long SECOND = SECONDS.toNanos(1);

    private final Turns turns = new Turns();
    private final Pace pace = new Pace(PER_MINUTE);
    private final Map<Priority, Integer> calls = new EnumMap<>(Priority.class);
    private long now;

    @Test
    void leavesHalfToTheOthersWhenRestAsksWithoutAPause() {
        List.of(Priority.values()).forEach(turns::comes);

        pass(10 * 60 * SECOND);

        int rest = calls.get(Priority.REST);
        int commands = calls.get(Priority.COMMANDS);
        int scan = calls.get(Priority.SCAN);
        assertThat(rest + commands + scan).isBetween(10 * PER_MINUTE * 98 / 100, 10 * PER_MINUTE + 10);
        assertThat(rest).isBetween(10 * PER_MINUTE / 2 - 100, 10 * PER_MINUTE / 2 + 100);
        assertThat(commands).isGreaterThan(10 * PER_MINUTE / 4);
        assertThat(scan).isGreaterThan(10 * PER_MINUTE / 7);
    }

    @Test
    void givesRestTheNextCallInOrdinaryUse() {
        // Given
        turns.comes(Priority.COMMANDS);
        turns.comes(Priority.SCAN);

        // When: three at once every second, for an hour
        var others = new ArrayList<Integer>();
        for (int second = 0; second < 3600; second++) {
            for (int call = 0; call < 3; call++) {
                turns.comes(Priority.REST);
            }
            others.add(begunBeforeRest(3));
            pass(SECOND);
        }

        // Then
        assertThat(others).containsOnly(0);
    }

    /** At whatever moment of a backlog of commands and scans somebody asks, for so many at once. */
    @ParameterizedTest
    @CsvSource({"1, 1, 300", "3, 1, 300", "1, 2, 400", "3, 2, 400", "2, 3, 500", "3, 3, 500", "4, 5, 700"})
    void letsRestBeginSoonAtAnyMomentOfABacklog(int seconds, int atOnce, int millis) {
        for (int phase = 0; phase < 1000; phase += 10) {
            var backlog = new TurnsTest();

            List<Long> waits = backlog.restBesideABacklog(MILLISECONDS.toNanos(phase), seconds * SECOND, atOnce);

            assertThat(waits).hasSizeGreaterThan(4 * 60 / seconds * atOnce);
            assertThat(Collections.max(waits))
                    .as("begun %s ms after the first command", phase)
                    .isLessThanOrEqualTo(MILLISECONDS.toNanos(millis));
            int commands = backlog.calls.get(Priority.COMMANDS);
            int scan = backlog.calls.get(Priority.SCAN);
            assertThat(commands + scan + waits.size()).isGreaterThanOrEqualTo(5 * PER_MINUTE * 95 / 100);
            assertThat(scan).isGreaterThanOrEqualTo((commands + scan) / 5 - 1);
        }
    }

    @Test
    void makesACallOfRestWaitForOneOtherAtMostAfterALoop() {
        turns.comes(Priority.COMMANDS);
        turns.comes(Priority.REST);
        pass(60 * SECOND);

        for (int i = 0; i < 10; i++) {
            int before = calls.getOrDefault(Priority.COMMANDS, 0);
            begin(Priority.REST);
            assertThat(calls.get(Priority.COMMANDS) - before).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void givesRestAllThatNobodyElseWants() {
        turns.comes(Priority.REST);

        pass(10 * 60 * SECOND);

        assertThat(calls).containsOnlyKeys(Priority.REST);
        assertThat(calls.get(Priority.REST)).isGreaterThan(10 * PER_MINUTE * 98 / 100);
    }

    /** For five minutes; nanoseconds that each call of REST waited. */
    private List<Long> restBesideABacklog(long first, long every, int atOnce) {
        turns.comes(Priority.COMMANDS);
        turns.comes(Priority.SCAN);
        var waits = new ArrayList<Long>();
        var came = new ArrayDeque<Long>();
        long comes = first;
        while (now < 5 * 60 * SECOND) {
            long at = pace.earliest(now);
            if (comes <= at) {
                now = comes;
                comes += every;
                for (int i = 0; i < atOnce; i++) {
                    came.add(now);
                    turns.comes(Priority.REST);
                }
            } else if (begin(at) == Priority.REST) {
                turns.goes(Priority.REST);
                waits.add(at - came.remove());
            }
        }
        return waits;
    }

    /** Whoever waits goes on waiting after its call. */
    private void pass(long nanos) {
        long end = now + nanos;
        for (long at = pace.earliest(now); at <= end; at = pace.earliest(now)) {
            begin(at);
        }
        now = end;
    }

    private Priority begin(long at) {
        now = at;
        Priority next = turns.next();
        turns.begin(next);
        pace.begin(at);
        calls.merge(next, 1, Integer::sum);
        return next;
    }

    /** Until REST has one more. */
    private void begin(Priority wanted) {
        int before = calls.getOrDefault(wanted, 0);
        while (calls.getOrDefault(wanted, 0) == before) {
            begin(pace.earliest(now));
        }
    }

    /** How many others began before so many of REST did, which then wait no more. */
    private int begunBeforeRest(int wanted) {
        int others = 0;
        for (int rest = 0; rest < wanted; ) {
            Priority next = turns.next();
            begin(pace.earliest(now));
            if (next == Priority.REST) {
                turns.goes(Priority.REST);
                rest++;
            } else {
                others++;
            }
        }
        return others;
    }
}
