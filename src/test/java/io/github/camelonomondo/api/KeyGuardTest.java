package io.github.camelonomondo.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyGuardTest {
    private final HandTimer timer = new HandTimer();
    private final AtomicInteger probes = new AtomicInteger();
    private final KeyGuard guard = new KeyGuard(timer, probes::incrementAndGet);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void letsEverythingThroughWhileTheKeyIsTaken() {
        assertThatCode(guard::check).doesNotThrowAnyException();
        assertThat(guard.refusedSince()).isNull();
        assertThat(timer.delays).isEmpty();
    }

    @Test
    void letsNothingThroughOnceTheKeyIsRefused() {
        guard.refused(401);

        assertThatThrownBy(guard::check)
                .isInstanceOfSatisfying(
                        ApiException.Unauthorized.class,
                        e -> assertThat(e.status()).isEqualTo(401));
        assertThat(guard.refusedSince()).isNotNull();
    }

    @Test
    void schedulesOneProbeHoweverManyCallsAreRefused() {
        guard.refused(401);
        guard.refused(401);
        guard.refused(403);

        assertThat(timer.delays).hasSize(1);
    }

    @Test
    void probesLessAndLessOften() {
        guard.refused(401);
        for (int i = 0; i < 9; i++) {
            guard.probeAgain();
        }

        assertThat(timer.delays.get(0)).isBetween(750L, 1000L);
        assertThat(timer.delays.get(1)).isBetween(1500L, 2000L);
        assertThat(timer.delays.get(2)).isBetween(3000L, 4000L);
        assertThat(timer.delays.get(9)).isBetween(15_000L, 20_000L);
    }

    @Test
    void goesOnOnceAProbeWasTaken() {
        guard.refused(401);
        timer.ringLast();
        assertThat(probes).hasValue(1);
        guard.probed();

        assertThatCode(guard::check).doesNotThrowAnyException();
        guard.accepted();
        assertThat(guard.refusedSince()).isNull();
    }

    @Test
    void goesOnWithTheBackOffIfOnlyTheProbeIsTaken() {
        guard.refused(401);
        guard.probed();
        guard.refused(403);

        assertThatThrownBy(guard::check).isInstanceOf(ApiException.Unauthorized.class);
        assertThat(timer.delays).hasSize(2);
        assertThat(timer.delays.get(1)).isBetween(1500L, 2000L);
    }

    @Test
    void beginsAnewWithTheNextRefusal() {
        guard.refused(401);
        guard.probed();
        guard.accepted();
        guard.refused(401);

        assertThat(timer.delays.get(1)).isBetween(750L, 1000L);
    }

    /** Rings when the test says so. */
    private static final class HandTimer extends ScheduledThreadPoolExecutor {
        private final List<Long> delays = new ArrayList<>();
        private Runnable last = () -> {};

        HandTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
            delays.add(unit.toMillis(delay));
            last = work;
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }

        void ringLast() {
            last.run();
        }
    }
}
