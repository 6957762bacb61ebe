package io.github.camelonomondo.commands;

import static io.github.camelonomondo.commands.BatchGrowth.LARGEST;
import static io.github.camelonomondo.commands.BatchGrowth.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How much a batch may hold after another. */
class BatchGrowthTest {

    private static final Duration SLOW = Duration.ofMillis(700);
    private static final Duration FAST = Duration.ofMillis(20);

    private final BatchGrowth growth = new BatchGrowth(16);

    @Test
    void isLargerAfterAFullOneOfFewSlowCallsUpToALimit() {
        assertThat(growth.after(USUAL, 500, SLOW)).isEqualTo(2 * USUAL);
        assertThat(growth.after(2 * USUAL, 1000, SLOW)).isEqualTo(4 * USUAL);
        assertThat(growth.after(4 * USUAL, 2000, SLOW)).isEqualTo(LARGEST);
    }

    @Test
    void isAsBeforeIfThereWereCallsEnough() {
        assertThat(growth.after(USUAL, 16 * 20 * 8, SLOW)).isEqualTo(USUAL);
    }

    @Test
    void isAsBeforeIfNoMoreCommandsWaited() {
        assertThat(growth.after(USUAL - 1, 500, SLOW)).isEqualTo(USUAL);
    }

    @Test
    void isSmallerAgainOnceCallsAreFast() {
        growth.after(USUAL, 500, SLOW);
        growth.after(2 * USUAL, 500, SLOW);

        assertThat(growth.after(4 * USUAL, 500, FAST)).isEqualTo(2 * USUAL);
        assertThat(growth.after(2 * USUAL, 500, FAST)).isEqualTo(USUAL);
        assertThat(growth.after(USUAL, 500, FAST)).isEqualTo(USUAL);
    }
}
