package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When others may join a batch. */
class JoinPaceTest {

    private long now = -17;
    private final JoinPace pace = new JoinPace(() -> now);

    @Test
    void letsOthersJoinOnceHalfOfItIsDoneIfNoneWereLeftOut() {
        pace.joined(BatchCut.Reason.NONE, 100);

        assertThat(pace.isTime(51, 100)).isFalse();
        assertThat(pace.isTime(50, 100)).isTrue();
    }

    @Test
    void letsOthersJoinAFifthOfASecondAfterThoseOfABusySimWereLeftOut() {
        pace.joined(BatchCut.Reason.BUSY_SIM, 50);

        assertThat(pace.isTime(50, 100)).isFalse();
        pass(Duration.ofMillis(201));
        assertThat(pace.isTime(50, 100)).isTrue();
        assertThat(pace.isTime(51, 100)).isFalse();
    }

    @Test
    void fetchesAgainWhatThereWasNoRoomForOnceThereIsOrAfterAWhile() {
        pace.joined(BatchCut.Reason.FULL, 60);

        assertThat(pace.isTime(31, 100)).isFalse();
        assertThat(pace.isTime(30, 100)).isTrue();
        pass(Duration.ofMillis(2_001));
        assertThat(pace.isTime(60, 100)).isTrue();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
