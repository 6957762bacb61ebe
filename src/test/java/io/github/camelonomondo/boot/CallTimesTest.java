package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.api.CallObserver.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallTimesTest {

    private final CallTimes times = new CallTimes();

    @Test
    void followASlowCallAtOnceAndFastOnesWithinSomeDozen() {
        calls(1, "updateSims", Outcome.OK, 6_000);
        assertThat(times.lately()).isEqualTo(Duration.ofSeconds(6));

        calls(10, "updateSims", Outcome.OK, 100);
        assertThat(times.lately()).isGreaterThan(Duration.ofSeconds(1));

        calls(90, "getSim", Outcome.REFUSED, 100);
        assertThat(times.lately()).isBetween(Duration.ofMillis(100), Duration.ofMillis(120));
    }

    @Test
    void areNotThoseOfScansNorOfAnOutage() {
        calls(1, "listSims", Outcome.OK, 9_000);
        calls(1, "updateSims", Outcome.UNPROVEN, 10_000);

        assertThat(times.lately()).isEqualTo(Duration.ofSeconds(1));
    }

    private void calls(int count, String operation, Outcome outcome, long millis) {
        for (int i = 0; i < count; i++) {
            times.called(operation, outcome, "", Duration.ofMillis(millis));
        }
    }
}
