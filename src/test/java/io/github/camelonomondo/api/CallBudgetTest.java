package io.github.camelonomondo.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.api.CallBudget.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CallBudgetTest {
    private final CallBudget budget = new CallBudget(0, 1000);
    private final Map<Long, Priority> order = new ConcurrentHashMap<>();
    private final List<Thread> waiting = new ArrayList<>();

    @Test
    void givesTheNextCallToRest() {
        // Given
        budget.hold(SECONDS.toNanos(3), null);
        queue(Priority.COMMANDS, 4);
        queue(Priority.SCAN, 2);
        queue(Priority.REST, 3);

        // When, Then
        assertThat(given().subList(0, 3)).containsOnly(Priority.REST);
    }

    @Test
    void givesAScanOneOfFiveWhileCommandsWait() {
        budget.hold(SECONDS.toNanos(3), null);
        queue(Priority.COMMANDS, 12);
        queue(Priority.SCAN, 3);

        List<Priority> given = given();

        for (int i = 0; i < 15; i += 5) {
            assertThat(given.subList(i, i + 5)).containsOnlyOnce(Priority.SCAN);
        }
    }

    @Test
    void givesWhatOneDoesNotAskForToTheOthers() {
        budget.hold(SECONDS.toNanos(2), null);
        queue(Priority.SCAN, 5);
        assertThat(given()).containsOnly(Priority.SCAN).hasSize(5);

        assertThat(budget.take(Priority.COMMANDS).number()).isEqualTo(6);
        assertThat(budget.take(Priority.SCAN).number()).isEqualTo(7);
    }

    @Test
    void tellsAtTheEndWhoCannotHaveACallInTime() {
        // Given
        budget.hold(SECONDS.toNanos(300), null);
        queue(Priority.COMMANDS, 2);
        queue(Priority.SCAN, 1);

        // When
        budget.end(Duration.ofSeconds(20));

        // Then
        await().dontCatchUncaughtExceptions().until(() -> waiting.stream().noneMatch(Thread::isAlive));
        assertThat(order).isEmpty();
        assertThatThrownBy(() -> budget.take(Priority.COMMANDS)).isInstanceOf(ApiException.Throttled.class);
    }

    @Test
    void stillGivesAtTheEndWhatComesInTime() {
        budget.hold(SECONDS.toNanos(1), null);
        budget.end(Duration.ofSeconds(20));

        assertThat(budget.take(Priority.COMMANDS).number()).isOne();
    }

    @Test
    void sharesAnotherBudgetAmongAsManyAsBefore() {
        var shared = new CallBudget(600, 1000);
        shared.shareAmong(3);
        shared.take(Priority.COMMANDS);

        shared.setCallsPerMinute(90);

        assertThat(shared.figures().limit()).isEqualTo(30);
        assertThat(shared.figures().left()).isEqualTo(29);
        assertThat(shared.callsPerMinute()).isEqualTo(90);
    }

    @Test
    void letsGoOfWhatWaitsWhenTheBudgetIsLifted() {
        var spent = new CallBudget(1, 1000);
        spent.take(Priority.COMMANDS);
        var second = new Thread(() -> spent.take(Priority.COMMANDS));
        second.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> spent.figures().waiting() == 1);

        spent.setCallsPerMinute(0);

        await().atMost(Duration.ofSeconds(30)).until(() -> spent.figures().begun() == 2);
    }

    @Test
    void neverLetsARestCallWaitForLongerThanFiveSeconds() {
        budget.hold(SECONDS.toNanos(40), null);

        assertThatThrownBy(() -> budget.take(Priority.REST))
                .isInstanceOfSatisfying(
                        ApiException.Throttled.class,
                        e -> assertThat(e.getRetryAfter()).isBetween(Duration.ofSeconds(39), Duration.ofSeconds(42)));
        assertThat(budget.figures().waiting()).isZero();
    }

    @Test
    void saysWhyNoCallMayBegin() {
        var small = new CallBudget(10, 16);
        for (int i = 0; i < 3; i++) {
            small.take(Priority.REST);
        }
        var held = new CallBudget(600, 16);
        held.hold(SECONDS.toNanos(40), null);

        assertThatThrownBy(() -> small.take(Priority.REST))
                .hasMessageMatching(
                        "no call may begin for another [67] s:" + " callsPerMinute=10 spreads calls over the minute");
        assertThatThrownBy(() -> held.take(Priority.REST))
                .hasMessageMatching("no call may begin for another 4[01] s: the API's limit is spent");
        small.shareAmong(2);
        small.take(Priority.REST);
        small.take(Priority.REST);
        assertThatThrownBy(() -> small.take(Priority.REST))
                .hasMessageContaining("callsPerMinute=10, shared by 2, spreads calls");
    }

    @Test
    void beginsNothingBeforeTheWindowOfTheApiEnds() {
        Permit permit = budget.take(Priority.COMMANDS);
        budget.answered(permit, headers("0", "60"));

        assertThatThrownBy(() -> budget.take(Priority.REST)).isInstanceOf(ApiException.Throttled.class);
        assertThat(budget.figures().left()).isZero();
    }

    @Test
    void saysTheApisOwnWordForAsLongAsItHolds() {
        budget.hold(SECONDS.toNanos(1), "rate_limit_exceeded");
        budget.hold(SECONDS.toNanos(1), null);
        budget.end(Duration.ZERO);
        assertThatThrownBy(() -> budget.take(Priority.REST))
                .isInstanceOfSatisfying(
                        ApiException.Throttled.class, e -> assertThat(e.code()).isEqualTo("rate_limit_exceeded"));

        var other = new CallBudget(600, 16);
        other.hold(1, "rate_limit_exceeded");
        other.answered(other.take(Priority.REST), headers("0", "60"));
        assertThatThrownBy(() -> other.take(Priority.REST))
                .isInstanceOfSatisfying(
                        ApiException.Throttled.class, e -> assertThat(e.code()).isNull());
    }

    @Test
    void takesCallsUnderWayOffWhatAnAnswerLeaves() {
        Permit first = budget.take(Priority.COMMANDS);
        budget.take(Priority.COMMANDS);
        budget.take(Priority.COMMANDS);

        budget.answered(first, headers("5", "60"));

        assertThat(budget.figures().left()).isEqualTo(3);
    }

    @Test
    void sharesTheBudgetEvenlyAmongConnectors() {
        var shared = new CallBudget(600, 1000);

        shared.shareAmong(3);
        assertThat(shared.figures().limit()).isEqualTo(200);
        shared.shareAmong(1000);
        assertThat(shared.figures().limit()).isEqualTo(1);
        shared.shareAmong(1);
        assertThat(shared.figures().limit()).isEqualTo(600);
    }

    @Test
    void letsNoMoreCallsBeUnderWayThanAllowed() {
        // Given
        var two = new CallBudget(0, 2);
        Permit first = two.take(Priority.COMMANDS);
        two.take(Priority.SCAN);
        var third = new Thread(() -> two.take(Priority.COMMANDS));
        third.start();
        await().until(() -> two.figures().waiting() == 1);
        assertThat(two.underWay()).isEqualTo(2);

        // When
        first.close();
        first.close();

        // Then
        await().until(() -> two.figures().begun() == 3);
        assertThat(two.underWay()).isEqualTo(2);
    }

    @Test
    void hasRoomForOneCallAtLeast() {
        assertThatThrownBy(() -> new CallBudget(600, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inFlight must be at least 1, not 0");
    }

    @Test
    void givesTheNextFreePlaceToRest() {
        // Given
        var one = new CallBudget(0, 1);
        Permit scan = one.take(Priority.SCAN);
        var commands = new Thread(() -> one.take(Priority.COMMANDS));
        commands.start();
        await().until(() -> one.figures().waiting() == 1);
        var rest = new AtomicReference<Permit>();
        var caller = new Thread(() -> rest.set(one.take(Priority.REST)));
        caller.start();
        await().until(() -> one.figures().waiting() == 2);

        // When
        scan.close();

        // Then
        await().until(() -> rest.get() != null);
        assertThat(one.figures().waiting()).isEqualTo(1);
        rest.get().close();
        await().until(() -> one.figures().waiting() == 0);
    }

    @Test
    void tellsRestThatOthersAreUnderWayWhenNoPlaceGetsFree() {
        var one = new CallBudget(0, 1);
        one.take(Priority.COMMANDS);

        assertThatThrownBy(() -> one.take(Priority.REST)).isInstanceOf(ApiException.Busy.class);
        assertThat(one.figures().waiting()).isZero();
    }

    @Test
    void hasNothingToShareWithoutALimit() {
        budget.shareAmong(3);

        assertThat(budget.figures().limit()).isZero();
        assertThat(budget.figures().left()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void wakesWhoeverWaitsWhenTheShareGrows() {
        // Given
        var one = new CallBudget(6000, 1000);
        one.shareAmong(6000);
        one.take(Priority.COMMANDS);
        var got = new AtomicReference<Permit>();
        var waiter = new Thread(() -> got.set(one.take(Priority.COMMANDS)));
        waiter.start();
        await().until(() -> one.figures().waiting() == 1);

        // When
        one.shareAmong(1);

        // Then
        await().until(() -> got.get() != null);
    }

    @Test
    void endsAWaitWhenItsThreadIsInterrupted() {
        // Given
        budget.hold(SECONDS.toNanos(60), null);
        var failure = new AtomicReference<Throwable>();
        var interrupted = new AtomicReference<Boolean>();
        var waiter = new Thread(() -> {
            try {
                budget.take(Priority.COMMANDS);
            } catch (ApiException e) {
                failure.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        waiter.start();
        await().until(() -> budget.figures().waiting() == 1);

        // When
        waiter.interrupt();

        // Then
        await().until(() -> Boolean.TRUE.equals(interrupted.get()));
        assertThat(failure.get()).isInstanceOf(ApiException.Unavailable.class);
    }

    @Test
    void countsWhatBeganAndHowLongItWaited() {
        budget.hold(SECONDS.toNanos(1), null);
        budget.take(Priority.COMMANDS);

        assertThat(budget.figures().begun()).isEqualTo(1);
        assertThat(budget.figures().waited()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(5));
    }

    private void queue(Priority priority, int calls) {
        for (int i = 0; i < calls; i++) {
            var thread = new Thread(() -> order.put(budget.take(priority).number(), priority));
            waiting.add(thread);
            thread.start();
        }
        await().until(() -> budget.figures().waiting() == waiting.size());
    }

    /** Who got the calls, in the order of the permits. */
    private List<Priority> given() {
        assertThat(order).as("nobody is let through while the budget is held").isEmpty();
        await().until(() -> order.size() == waiting.size());
        return new TreeMap<>(order)
                .entrySet().stream()
                        .sorted(Comparator.comparing(Map.Entry::getKey))
                        .map(Map.Entry::getValue)
                        .toList();
    }

    private static RateHeaders headers(String remaining, String reset) {
        return RateHeaders.of(remaining, reset, null, null);
    }
}
