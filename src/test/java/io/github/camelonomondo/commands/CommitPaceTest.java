package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Commits while a batch is in hand. */
class CommitPaceTest {

    private long nanoTime = -17;
    private final CommitPace pace = new CommitPace(() -> nanoTime);
    private int commits;
    private boolean isKafkaThere = true;
    private Duration took = Duration.ZERO;

    @Test
    void isCommittedEverySecond() {
        assertThat(isCommitted()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(isCommitted()).isTrue();
        assertThat(commits).isZero();

        pass(Duration.ofMillis(1));
        assertThat(isCommitted()).isTrue();
        assertThat(isCommitted()).isTrue();

        assertThat(commits).isOne();
    }

    @Test
    void isNotCommittedFromACommitThatFailsToOneThatDoesNot() {
        isKafkaThere = false;
        pass(Duration.ofSeconds(2));
        assertThat(isCommitted()).isFalse();
        isKafkaThere = true;
        assertThat(isCommitted()).as("before it is tried again").isFalse();

        pass(Duration.ofSeconds(2));
        assertThat(isCommitted()).isTrue();
    }

    @Test
    void waitsFiveTimesAsLongAsACommitTook() {
        took = Duration.ofSeconds(2);
        isKafkaThere = false;
        pass(Duration.ofSeconds(2));
        assertThat(isCommitted()).isFalse();

        pass(Duration.ofSeconds(10));
        isCommitted();
        assertThat(commits).isOne();
        pass(Duration.ofMillis(1));
        isCommitted();
        assertThat(commits).isEqualTo(2);
    }

    private boolean isCommitted() {
        pace.commitIfDue(() -> {
            commits++;
            pass(took);
            return isKafkaThere;
        });
        return !pace.isBehind();
    }

    private void pass(Duration time) {
        nanoTime += time.toNanos();
    }
}
