package io.github.camelonomondo.changes.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private static final int MANY = 30;

    private final BackOff backOff = new BackOff();

    @Test
    void doublesUpToTheIntervalThatHoldsAtTheTime() {
        assertThat(backOff.next(Duration.ofHours(1))).isEqualTo(Duration.ofMillis(500));
        assertThat(backOff.next(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(1));
        for (int failure = 0; failure < MANY; failure++) {
            backOff.next(Duration.ofHours(1));
        }

        assertThat(backOff.next(Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
        assertThat(backOff.next(Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
        assertThat(backOff.next(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(30));
    }
}
