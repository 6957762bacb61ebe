package io.github.camelonomondo.changes.scan;

import io.github.camelonomondo.api.ApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Repeats a call that may succeed the next time. Reading calls only: they may be repeated freely. */
final class Retries {

    private static final int MOST = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    private final Wait wait;
    private final Supplier<@Nullable String> hindrance;

    /** @param hindrance why no call may begin now, or null */
    Retries(Wait wait, Supplier<@Nullable String> hindrance) {
        this.wait = wait;
        this.hindrance = hindrance;
    }

    /** How to let time pass. */
    interface Wait {
        void pass(Duration time) throws InterruptedException;
    }

    interface Call<T> {
        T call() throws IOException;
    }

    /** The answer, at the latest by the fifth attempt; waiting for the budget is not an attempt. */
    <T> T call(Call<T> call) throws ScanAbortedException, InterruptedException {
        Duration next = FIRST_WAIT;
        for (int attempt = 1; ; ) {
            String why = hindrance.get();
            if (why != null) {
                throw new ScanAbortedException(why, null);
            }
            try {
                return call.call();
            } catch (ApiException.Throttled e) {
                wait.pass(e.getRetryAfter());
            } catch (ApiException.Unauthorized | ApiException.Refused e) {
                throw new ScanAbortedException(String.valueOf(e.getMessage()), e);
            } catch (ApiException | IOException e) {
                if (attempt == MOST) {
                    throw new ScanAbortedException(String.valueOf(e.getMessage()), e);
                }
                attempt++;
                wait.pass(next);
                next = next.multipliedBy(2);
            }
        }
    }
}
