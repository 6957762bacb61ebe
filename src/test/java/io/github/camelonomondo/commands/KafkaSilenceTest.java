package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class KafkaSilenceTest {

    private final KafkaSilence silence = new KafkaSilence();

    @Test
    void isSaidAfterAMinuteAndAgainEveryFiveAndAnewOnceItWasOver(CapturedOutput log) {
        assertThat(said(log, 0, 59)).isZero();
        assertThat(said(log, 61, 62, 360)).isEqualTo(1);
        assertThat(said(log, 361, 400)).isEqualTo(2);
        assertThat(said(log, 0, 30, 60)).isEqualTo(3);
    }

    private int said(CapturedOutput log, int... seconds) {
        for (int second : seconds) {
            silence.lasts(Duration.ofSeconds(second).toNanos());
        }
        return log.getAll().split("results wait for Kafka", -1).length - 1;
    }
}
