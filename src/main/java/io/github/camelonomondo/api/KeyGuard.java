package io.github.camelonomondo.api;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * While the API refuses the key nothing is sent but a probe, with back-off. Commands and scans fail here, before the
 * network, and are tried again by those who sent them.
 */
final class KeyGuard {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int FORBIDDEN = 403;

    private final ScheduledExecutorService timer;
    private final Runnable probe;
    private Duration backOff = FIRST;
    private @Nullable Instant since;
    private int status;
    private boolean suspected;
    /** The key may read and not write: that it reads says nothing. */
    private boolean forbidsWriting;

    private boolean scheduled;

    /** @param probe one harmless call; it must end in {@link #probed}, {@link #refused} or {@link #probeAgain} */
    KeyGuard(ScheduledExecutorService timer, Runnable probe) {
        this.timer = timer;
        this.probe = probe;
    }

    /** @throws ApiException.Unauthorized if the key is refused at present */
    synchronized void check() {
        if (since != null && !suspected) {
            throw new ApiException.Unauthorized(status);
        }
    }

    /** Since when the key is refused, or null. */
    synchronized @Nullable Instant refusedSince() {
        return since;
    }

    /** The API took the key for a read. Calls may go on; if they are refused again, the back-off goes on growing. */
    synchronized void probed() {
        suspected = true;
    }

    /** The API took the key for a call that counts. */
    synchronized void accepted(boolean isRead) {
        if (since != null && !(isRead && forbidsWriting)) {
            since = null;
            suspected = false;
            forbidsWriting = false;
            backOff = FIRST;
        }
    }

    /** The API refused the key with {@code code}; schedules the next probe. */
    synchronized void refused(int code, boolean isRead) {
        status = code;
        forbidsWriting = code == FORBIDDEN && !isRead;
        if (since == null) {
            since = Instant.now();
        }
        suspected = false;
        probeLater();
    }

    /** The probe ended, whichever way but well: there will be another. */
    synchronized void probeAgain() {
        if (since != null) {
            probeLater();
        }
    }

    private void probeLater() {
        if (scheduled) {
            return;
        }
        scheduled = true;
        long jitter = ThreadLocalRandom.current().nextLong(backOff.toMillis() / 4 + 1);
        long delay = backOff.toMillis() - jitter;
        backOff = backOff.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : backOff.multipliedBy(2);
        var unused = timer.schedule(this::probeNow, delay, TimeUnit.MILLISECONDS);
    }

    private void probeNow() {
        synchronized (this) {
            scheduled = false;
        }
        probe.run();
    }
}
