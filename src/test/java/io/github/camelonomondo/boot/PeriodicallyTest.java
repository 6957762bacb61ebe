package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PeriodicallyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration EVERY = Duration.ofMillis(1);

    private final AtomicInteger turns = new AtomicInteger();
    private Periodically periodically;

    @AfterEach
    void stop() {
        periodically.stop();
    }

    @Test
    void goesOnAfterExceptionsAndSaysEachKindOnce(CapturedOutput log) {
        // When
        start(() -> {
            if (turns.incrementAndGet() % 2 == 0) {
                throw new IllegalStateException("even");
            }
            throw new IllegalArgumentException("odd");
        });

        // Then
        await().atMost(PATIENCE).until(() -> turns.get() > 20);
        periodically.stop();
        assertThat(log.getAll())
                .containsOnlyOnce("IllegalStateException: even")
                .containsOnlyOnce("IllegalArgumentException: odd")
                .contains("onomondo-test failed, and goes on");
    }

    @Test
    void saysAgainWhatWentWellInBetween(CapturedOutput log) {
        start(() -> {
            if (turns.incrementAndGet() % 2 == 0) {
                throw new IllegalStateException("turn " + turns.get());
            }
        });

        await().atMost(PATIENCE).until(() -> turns.get() > 4);
        assertThat(log.getAll()).contains("turn 2", "turn 4");
    }

    @Test
    void leavesErrorsToWhoHearsOfThem() {
        // Given
        var before = Thread.getDefaultUncaughtExceptionHandler();
        var heard = new AtomicReference<Throwable>();
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> heard.set(error));
        try {
            // When
            start(() -> {
                throw new AssertionError("worse");
            });

            // Then
            await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(() -> heard.get() != null);
            assertThat(heard.get()).hasMessage("worse");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void endsWithTheTurnThatIsUnderWay() throws InterruptedException {
        // Given
        var begun = new CountDownLatch(1);
        var isOver = new AtomicBoolean();
        var wasOver = new AtomicReference<Boolean>();
        periodically = new Periodically(
                "onomondo-test",
                EVERY,
                () -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        isOver.set(true);
                    }
                },
                () -> wasOver.set(isOver.get()));
        periodically.start();
        assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        // When
        periodically.stop();

        // Then
        assertThat(wasOver).hasValue(true);
        assertThat(periodically.isRunning()).isFalse();
    }

    private void start(Runnable work) {
        periodically = new Periodically("onomondo-test", EVERY, work);
        periodically.start();
    }
}
