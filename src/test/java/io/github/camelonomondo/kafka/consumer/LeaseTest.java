package io.github.camelonomondo.kafka.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private double heartbeats;
    private long nanoTime = -17;
    private final Lease lease = new Lease(() -> heartbeats, Duration.ofSeconds(6), () -> nanoTime);

    @Test
    void holdsForAsLongAsHeartbeatsAreAnswered() {
        for (int seconds = 0; seconds < 3600; seconds++) {
            pass(Duration.ofSeconds(1));
            heartbeats += seconds % 3 == 0 ? 1 : 0;
            assertThat(lease.holds()).isTrue();
        }
    }

    @Test
    void isOverAfterASilence() {
        pass(Duration.ofSeconds(6));
        assertThat(lease.holds()).isTrue();

        pass(Duration.ofMillis(1));
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void staysOverWhenHeartbeatsAreAnsweredAgain() {
        // Given: frozen
        pass(Duration.ofSeconds(15));

        // When: an answer comes, and it may say that we are out
        heartbeats++;

        // Then
        assertThat(lease.holds()).isFalse();
        pass(Duration.ofSeconds(1));
        heartbeats++;
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void isAnsweredAgainAfterASilence() {
        pass(Duration.ofSeconds(15));
        assertThat(lease.isAnswered()).isFalse();

        heartbeats++;
        lease.isAnswered();
        pass(Duration.ofMillis(500));
        heartbeats++;

        assertThat(lease.isAnswered()).isTrue();
    }

    @Test
    void takesAnAnswerForAsOldAsItMayBe() {
        // Given: nobody looked for five seconds, and an answer came somewhere in them
        pass(Duration.ofSeconds(5));
        heartbeats++;
        assertThat(lease.holds()).isTrue();

        // When
        pass(Duration.ofSeconds(2));

        // Then
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void holdsAgainOnceTheGroupSaysSo() {
        pass(Duration.ofSeconds(15));
        assertThat(lease.holds()).isFalse();

        lease.renew();

        assertThat(lease.holds()).isTrue();
        pass(Duration.ofSeconds(6));
        assertThat(lease.holds()).isTrue();
    }

    private void pass(Duration time) {
        nanoTime += time.toNanos();
    }
}
