package io.github.camelonomondo.api;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MINUTE = SECONDS.toNanos(60);
    /** Near the end of what a long holds, as {@link System#nanoTime} may be. */
    private static final long START = Long.MAX_VALUE - MINUTE;

    @Property(tries = 300)
    void neverBeginsMoreCallsThanTheBudgetInAnyMinute(
            @ForAll @IntRange(min = 1, max = 700) int limit,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 90_000) Integer> gapsMillis,
            @ForAll @IntRange(min = 1, max = 200) int callsAtOnce) {
        var pace = new Pace(limit);
        List<Long> begun = callsAt(pace, gapsMillis, callsAtOnce);

        assertThat(mostInAnyMinute(begun)).isLessThanOrEqualTo(limit);
    }

    @Property(tries = 200)
    void keepsTheSmallerBudgetOnceItIsShared(
            @ForAll @IntRange(min = 2, max = 600) int before, @ForAll @IntRange(min = 1, max = 8) int connectors) {
        var pace = new Pace(before);
        long now = backlog(pace, START, before / 2 + 1).get(before / 2);
        int share = Math.max(1, before / connectors);

        pace.setLimit(share);

        // What was spent before counts: the old calls that still lie in the minute are part of the share.
        List<Long> after = backlog(pace, now, share + 5);
        assertThat(mostInAnyMinute(after)).isLessThanOrEqualTo(share);
        assertThat(pace.limit()).isEqualTo(share);
    }

    @Property(tries = 200)
    void neverBeginsMoreCallsThanTheWholeBudgetHoweverOftenTheSharesChange(
            @ForAll @IntRange(min = 6, max = 600) int total,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 6) Integer> connectors,
            @ForAll @IntRange(min = 1, max = 100) int callsBetween) {
        var pace = new Pace(total);
        var begun = new ArrayList<Long>();
        long now = START;
        for (int sharers : connectors) {
            pace.setLimit(total / sharers);
            begun.addAll(backlog(pace, now, callsBetween));
            now = begun.get(begun.size() - 1);
        }

        assertThat(mostInAnyMinute(begun)).isLessThanOrEqualTo(total);
    }

    @Test
    void doesNotWaitForTheTurnOfASmallerShareOnceItHasALargerOne() {
        var pace = new Pace(600);
        pace.setLimit(1);
        pace.begin(START);

        pace.setLimit(600);

        assertThat(pace.earliest(START) - START).isLessThan(SECONDS.toNanos(1));
    }

    @Property(tries = 100)
    void usesAtLeastNineteenTwentiethsOfTheBudgetWhenThereIsABacklog(
            @ForAll @IntRange(min = 20, max = 2000) int limit) {
        var pace = new Pace(limit);
        List<Long> begun = backlog(pace, START, limit * 3);

        long took = begun.get(begun.size() - 1) - begun.get(0);
        double perMinute = (begun.size() - 1.0) * MINUTE / took;
        assertThat(perMinute).isGreaterThanOrEqualTo(0.95 * limit);
    }

    @Test
    void hasNothingLeftAndSaysUntilWhenWhileTheApiLetsNobodyCall() {
        var pace = new Pace(600);

        pace.hold(START + SECONDS.toNanos(90));

        assertThat(pace.left(START)).isZero();
        assertThat(pace.untilReset(START)).isEqualTo(SECONDS.toNanos(90));
        assertThat(pace.left(START + SECONDS.toNanos(90))).isEqualTo(600);
        assertThat(pace.untilReset(START + SECONDS.toNanos(90))).isZero();
    }

    @Test
    void letsABurstOfAFewThroughAfterARest() {
        var pace = new Pace(600);
        backlog(pace, START, 50);
        long rested = START + SECONDS.toNanos(30);

        List<Long> begun = backlog(pace, rested, 12);

        assertThat(begun.subList(0, 3)).containsOnly(rested);
        assertThat(begun.get(3)).isGreaterThan(rested);
    }

    @Test
    void spacesASmallBudgetEvenlyAfterThreeCallsAtOnce() {
        List<Long> begun = backlog(new Pace(6), START, 5);

        assertThat(begun.subList(0, 3)).containsOnly(START);
        assertThat(begun.get(3) - begun.get(2)).isGreaterThanOrEqualTo(SECONDS.toNanos(10));
        assertThat(begun.get(4) - begun.get(3)).isGreaterThanOrEqualTo(SECONDS.toNanos(10));
    }

    @Test
    void hasNoLimitOfItsOwnWithZero() {
        var pace = new Pace(0);

        assertThat(backlog(pace, START, 10_000)).containsOnly(START);
        assertThat(pace.left(START)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void beginsNothingBeforeTheServersWindowEnds() {
        var pace = new Pace(0);
        long ends = START + SECONDS.toNanos(17);

        pace.window(ends, 2, 0, 0);

        assertThat(backlog(pace, START, 3)).containsExactly(START, START, ends);
        assertThat(pace.earliest(ends)).isEqualTo(ends);
    }

    @Test
    void takesCallsThatTheServerHasNotSeenYetOffWhatItLeaves() {
        var pace = new Pace(0);
        long ends = START + SECONDS.toNanos(17);

        pace.window(ends, 5, 3, 0);

        assertThat(backlog(pace, START, 3)).containsExactly(START, START, ends);
    }

    @Test
    void believesTheLeastOfAnswersThatOvertookEachOther() {
        var pace = new Pace(0);
        long ends = START + SECONDS.toNanos(17);
        pace.window(ends, 1, 0, 0);
        pace.window(ends + MILLISECONDS.toNanos(900), 40, 0, 0);

        assertThat(pace.left(START)).isEqualTo(1);
    }

    @Test
    void believesMoreOfAnAnswerToALaterCallThanThatWhichToldTheLeast() {
        var pace = new Pace(0);
        long ends = START + SECONDS.toNanos(17);
        pace.begin(START);
        pace.begin(START);
        pace.window(ends, 2, 1, 1); // to the first of them: the count of the minute before
        assertThat(pace.left(START)).isEqualTo(1);

        pace.window(ends, 590, 1, 1);
        assertThat(pace.left(START)).as("another answer to the first").isEqualTo(1);

        pace.window(ends, 590, 0, 3);

        assertThat(pace.left(START)).isEqualTo(587);
    }

    @Test
    void forgetsAWindowThatHasEnded() {
        var pace = new Pace(0);
        long ends = START + SECONDS.toNanos(17);
        pace.window(ends, 0, 0, 0);
        pace.begin(ends);

        assertThat(backlog(pace, ends, 100)).containsOnly(ends);
    }

    @Test
    void ignoresAnOldWindowThatComesLate() {
        var pace = new Pace(0);
        long ends = START + SECONDS.toNanos(60);
        pace.window(ends, 100, 0, 0);
        pace.window(START + SECONDS.toNanos(5), 3, 0, 0);
        for (int i = 0; i < 50; i++) {
            assertThat(pace.earliest(START)).isEqualTo(START);
            pace.begin(START);
        }
    }

    @Test
    void beginsNothingBeforeTheEndOfAWindowWithNothingLeftWhateverAnotherAnswerSaid() {
        var pace = new Pace(0);
        pace.window(START + SECONDS.toNanos(60), 500, 0, 0);
        long ends = START + SECONDS.toNanos(8);
        pace.window(ends, 0, 0, 0);

        assertThat(pace.earliest(START)).isEqualTo(ends);
        pace.window(START + SECONDS.toNanos(60), 400, 0, 0);
        assertThat(pace.earliest(START)).isEqualTo(ends);
    }

    @Test
    void holdsAsLongAsTheLongestThatWasAsked() {
        var pace = new Pace(600);
        long until = START + SECONDS.toNanos(30);
        pace.hold(until);
        pace.hold(START + SECONDS.toNanos(10));

        assertThat(pace.earliest(START)).isEqualTo(until);
        pace.begin(until);
        pace.hold(until + SECONDS.toNanos(1));
        assertThat(pace.earliest(until)).isEqualTo(until + SECONDS.toNanos(1));
    }

    @Test
    void saysWhatIsLeftOfTheMinute() {
        var pace = new Pace(100);
        long last = backlog(pace, START, 30).get(29);

        assertThat(pace.left(last)).isEqualTo(70);
        assertThat(pace.left(last + SECONDS.toNanos(61))).isEqualTo(100);
        pace.window(last + SECONDS.toNanos(10), 4, 0, 0);
        assertThat(pace.left(last)).isEqualTo(4);
    }

    private static List<Long> callsAt(Pace pace, List<Integer> gapsMillis, int callsAtOnce) {
        var begun = new ArrayList<Long>();
        long now = START;
        for (int gap : gapsMillis) {
            now += MILLISECONDS.toNanos(gap);
            List<Long> some = backlog(pace, now, callsAtOnce);
            begun.addAll(some);
            now = some.get(some.size() - 1);
        }
        return begun;
    }

    /** Begins so many calls, each as early as the pace lets it. */
    private static List<Long> backlog(Pace pace, long from, int calls) {
        var begun = new ArrayList<Long>();
        long now = from;
        for (int i = 0; i < calls; i++) {
            long at = pace.earliest(now);
            now = at - now > 0 ? at : now;
            pace.begin(now);
            begun.add(now);
        }
        return begun;
    }

    private static int mostInAnyMinute(List<Long> begun) {
        int most = 0;
        for (int first = 0, last = 0; last < begun.size(); last++) {
            while (begun.get(last) - begun.get(first) >= MINUTE) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
