package io.github.camelonomondo.commands.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long a SIM rests, how often it is tried again, and with whom. */
class RestsTest {

    private static final Duration FIRST = Duration.ofMillis(1000);

    private final RetryRule rule = new RetryRule(5, Duration.ofSeconds(30), FIRST);
    private final AtomicLong now = new AtomicLong();
    private final Rests rests = new Rests(rule, now::get);

    @Test
    void endTogetherForThoseThatBeginSoonAfterEachOther() {
        long end = rests.until(1);
        now.addAndGet(Duration.ofMillis(200).toNanos());

        assertThat(rests.until(1)).isEqualTo(end);
        assertThat(rests.until(2)).as("of a later attempt").isNotEqualTo(end);
    }

    @Test
    void lastHalfAPauseAtLeast() {
        long end = rests.until(1);
        now.set(end - Duration.ofMillis(100).toNanos());

        assertThat(rests.until(1))
                .isGreaterThan(now.get() + Duration.ofMillis(700).toNanos());
    }

    @Test
    void doubleUpToFiveSecondsLessAQuarter() {
        for (int attempt = 1; attempt <= 40; attempt++) {
            long most = Math.min(5_000, 1_000L << Math.min(10, attempt - 1));

            assertThat(rule.pause(attempt).toMillis()).as("attempt %d", attempt).isBetween(most - most / 4, most);
        }
    }

    @Test
    void areAllowedForFiveAttemptsWithinThirtySeconds() {
        var lastPause = Duration.ofSeconds(5);
        var inTime = Duration.ofSeconds(30).minus(lastPause);

        assertThat(rests.allows(4, inTime)).isTrue();
        assertThat(rests.allows(4, inTime.plusNanos(1)))
                .as("it would be sent after them")
                .isFalse();
        assertThat(rests.allows(5, Duration.ZERO)).isFalse();
    }

    @Test
    void doNotCountWhatAnOutageOrTheBudgetTakes() {
        var attempts = new Attempts(rests);
        refuse(attempts);

        now.addAndGet(Duration.ofHours(2).toNanos());
        attempts.sent(); // and not answered
        now.addAndGet(Duration.ofHours(2).toNanos());
        refuse(attempts);

        assertThat(attempts.isOneLeft()).isTrue();
        assertThat(attempts.count()).isEqualTo(2);
    }

    @Test
    void countWhatCallsThatAreAnsweredTake() {
        var attempts = new Attempts(rests);
        refuse(attempts);
        attempts.rest();

        attempts.sent();
        now.addAndGet(Duration.ofSeconds(30).toNanos());
        attempts.answered();
        attempts.failed();

        assertThat(attempts.isOneLeft()).isFalse();
    }

    private static void refuse(Attempts attempts) {
        attempts.sent();
        attempts.answered();
        attempts.failed();
        attempts.rest();
    }
}
