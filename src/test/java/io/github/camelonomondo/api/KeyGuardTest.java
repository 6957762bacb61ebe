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
        guard.refused(401, true);

        assertThatThrownBy(guard::check)
                .isInstanceOfSatisfying(
                        ApiException.Unauthorized.class,
                        e -> assertThat(e.getStatus()).isEqualTo(401));
        assertThat(guard.refusedSince()).isNotNull();
    }

    @Test
    void schedulesOneProbeHoweverManyCallsAreRefused() {
        guard.refused(401, true);
        guard.refused(401, true);
        guard.refused(403, true);

        assertThat(timer.delays).hasSize(1);
    }

    @Test
    void probesLessAndLessOften() {
        guard.refused(401, true);
        for (int i = 0; i < 9; i++) {
            timer.ringLast();
            guard.probeAgain();
        }

        assertThat(timer.delays.get(0)).isBetween(750L, 1000L);
        assertThat(timer.delays.get(1)).isBetween(1500L, 2000L);
        assertThat(timer.delays.get(2)).isBetween(3000L, 4000L);
        assertThat(timer.delays.get(9)).isBetween(15_000L, 20_000L);
    }

    @Test
    void goesOnOnceAProbeWasTaken() {
        guard.refused(401, true);
        timer.ringLast();
        assertThat(probes).hasValue(1);
        guard.probed();

        assertThatCode(guard::check).doesNotThrowAnyException();
        guard.accepted(true);
        assertThat(guard.refusedSince()).isNull();
    }

    @Test
    void goesOnWithTheBackOffIfOnlyTheProbeIsTaken() {
        guard.refused(401, true);
        timer.ringLast();
        guard.probed();
        guard.refused(403, true);

        assertThatThrownBy(guard::check).isInstanceOf(ApiException.Unauthorized.class);
        assertThat(timer.delays).hasSize(2);
        assertThat(timer.delays.get(1)).isBetween(1500L, 2000L);
    }

    @Test
    void beginsAnewWithTheNextRefusal() {
        guard.refused(401, true);
        timer.ringLast();
        guard.probed();
        guard.accepted(true);
        guard.refused(401, true);

        assertThat(timer.delays.get(1)).isBetween(750L, 1000L);
    }

    /** A key that is for reading alone: whoever reads in between says nothing of it. */
    @Test
    void goesOnWithTheBackOffThoughReadsAreTakenWhileWritesAreForbidden() {
        for (int i = 0; i < 4; i++) {
            guard.refused(403, false);
            timer.ringLast();
            guard.probed();
            guard.accepted(true);
            assertThat(guard.refusedSince()).isNotNull();
        }

        assertThat(timer.delays.get(3)).isBetween(6_000L, 8_000L);
        guard.accepted(false);
        assertThat(guard.refusedSince()).isNull();
    }

    @Test
    void schedulesOneProbeThoughALateAnswerSaysThatTheKeyIsTaken() {
        guard.refused(401, true);
        guard.accepted(true);
        guard.refused(401, true);

        assertThat(timer.delays).hasSize(1);
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
