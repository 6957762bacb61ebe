package io.github.camelonomondo.api;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call when its time is over, wherever it stands. The timeouts of HTTP clients run anew with every packet; an
 * answer that drips would otherwise never end.
 */
final class CallDeadline implements ExecChainHandler {

    private static final ThreadLocal<@Nullable Watch> CURRENT = new ThreadLocal<>();
    private final ScheduledExecutorService timer;

    CallDeadline(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Starts the clock for the next request of this thread. Close it when the body was read. */
    Watch start(Duration limit) {
        var watch = new Watch();
        watch.alarm = timer.schedule(watch::ring, limit.toNanos(), TimeUnit.NANOSECONDS);
        CURRENT.set(watch);
        return watch;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Watch watch = CURRENT.get();
        if (watch != null && scope.originalRequest instanceof Cancellable cancellable) {
            watch.guard(cancellable);
        }
        return chain.proceed(request, scope);
    }

    /** One call's clock. */
    static final class Watch implements AutoCloseable {
        private @Nullable ScheduledFuture<?> alarm;
        private @Nullable Cancellable call;
        private boolean over;

        private synchronized void guard(Cancellable cancellable) {
            call = cancellable;
            if (over) {
                cancellable.cancel();
            }
        }

        private synchronized void ring() {
            over = true;
            if (call != null) {
                call.cancel();
            }
        }

        /** Breaks the connection off: what is left of the answer is not wanted. */
        synchronized void abort() {
            if (call != null) {
                call.cancel();
            }
        }

        synchronized boolean isOver() {
            return over;
        }

        @Override
        public void close() {
            CURRENT.remove();
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
    }
}
