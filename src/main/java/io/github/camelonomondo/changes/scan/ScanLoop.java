package io.github.camelonomondo.changes.scan;

import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.LeadershipLostException;
import io.github.camelonomondo.changes.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scan after another, on a thread of its own, from {@link #start} to {@link #close}.
 *
 * <p>Changes are handed over first and taken into the state after, so what was not safe comes again. When handing over
 * fails nobody knows what became of it: the state is restored from the repository before the next scan. When the API
 * fails the state stands. Either way the next scan begins after a back-off.
 */
public final class ScanLoop implements AutoCloseable {

    /** Longer than it takes the group to tell a paused leader that it leads no more. */
    private static final Duration AFTER_LEADERSHIP = Duration.ofSeconds(12);

    /** Kafka answers both alike: a transaction that took longer than it may is undone, as by another writer. */
    private static final String OUTWRITTEN = "another connector scans now, or Kafka took too long for a page";

    private static final Logger LOG = LoggerFactory.getLogger(ScanLoop.class);

    private final Scanning scanning;
    private final Delivery delivery;
    private final ScanTelling telling;
    private final ScanThread thread;
    private final StallWatch watch;
    private final BackOff backOff = new BackOff();
    private final Round round = new Round();

    private Progress progress = Progress.NONE;
    private Duration interval;
    private boolean restored;
    private @Nullable Exception thrownByTheRoute;

    /** Hands changes to the route; returns when it is done with them, throws if it failed. */
    public interface Delivery {
        void deliver(ChangeSet changes) throws Exception;
    }

    public ScanLoop(Scanning scanning, Delivery delivery) {
        this.scanning = scanning;
        this.delivery = delivery;
        this.telling = new ScanTelling(scanning.listener());
        this.thread = new ScanThread(this::scanOnAndOn, scanning.settings().stallTimeout(), scanning.repository());
        this.watch = thread.watch();
        this.interval = scanning.settings().interval();
    }

    /** Begins; once. */
    public void start() {
        start(null);
    }

    /** Begins, once, when the one {@code before} it has ended: both have the same state. */
    public void start(@Nullable ScanLoop before) {
        thread.start(before == null ? null : before.thread);
    }

    /**
     * From now on no page is asked for. Does not wait: what the route has in hand goes on and is taken into the state, a
     * call that hangs is left to end by itself. Another loop goes on from the same state.
     */
    public void pause() {
        thread.pause();
    }

    /** Closes, and waits as long as it takes for what the route has in hand. */
    @Override
    public void close() {
        close(Duration.ofDays(1), () -> false);
    }

    /**
     * Pauses, and ends with what the route has in hand, if anything, which is taken into the state. The listener hears of
     * the end of a scan that began.
     *
     * @param patience how long the route may take before it is interrupted; two seconds at most if the repository settles
     *     what was cut off
     * @param forced true: it is interrupted at once, as if the caller of this were interrupted
     */
    public void close(Duration patience, BooleanSupplier forced) {
        thread.pause();
        boolean interrupted = thread.end(patience, forced);
        ScanTelling.attempt(telling::stopped);
        scanning.control().forget();
        thread.release();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often in a row scans failed, and why the last one did; null after one that did not. */
    public @Nullable ScanTrouble trouble() {
        return telling.trouble();
    }

    private void scanOnAndOn() {
        while (!watch.isStopped()) {
            long next;
            try {
                next = scanOnce();
            } catch (Exception
                    | Error e) { // the boundary: whatever the route, the repository, the listener or the heap threw
                next = System.nanoTime() + backOff.next(interval).toNanos();
                failed(e);
            }
            waitUntil(next);
        }
        ScanTelling.attempt(telling::stopped);
    }

    /** Returns when the next scan is due. */
    private long scanOnce() throws Exception {
        long begun = System.nanoTime();
        interval = scanning.control().intervalOr(scanning.settings().interval());
        try {
            restore();
            String unreachable = scanning.repository().unreachable();
            if (unreachable != null) {
                throw new ScanAbortedException(unreachable, null);
            }
            scan();
            backOff.reset();
            return begun + interval.toNanos();
        } catch (InterruptedException e) {
            long ended = System.nanoTime();
            return ended + aborted(new ScanAbortedException(watch.reason(), e)).toNanos();
        } catch (ScanAbortedException e) {
            long ended = System.nanoTime();
            return ended + aborted(e).toNanos();
        } catch (LeadershipLostException e) {
            forget();
            scanning.control().forget();
            aborted(new ScanAbortedException(OUTWRITTEN, e));
            return System.nanoTime() + AFTER_LEADERSHIP.toNanos();
        }
    }

    private void restore() throws Exception {
        if (!restored) {
            Progress last = scanning.repository().restore(scanning.state());
            boolean snapshotDone = last.snapshotDone() && !scanning.state().isEmpty();
            // A state in memory has SIMs of a scan that was not completed: its number is used up.
            int latest = Math.max(last.scan(), scanning.state().latestScan());
            progress = new Progress(Math.max(progress.scan(), latest), snapshotDone, last.startedAt());
            restored = true;
            scanning.listener().restored(scanning.state().size(), progress);
        }
    }

    private void scan() throws Exception {
        progress = new Progress(progress.scan() + 1, progress.snapshotDone(), progress.startedAt());
        watch.beat();
        watch.scanBegins();
        try {
            telling.started(progress.scan(), !progress.snapshotDone());
            ScanReport report =
                    new Scan(scanning, watch, round, progress.scan(), !progress.snapshotDone(), this::publish).run();
            // Where SIMs that it missed stay nobody knows, after a restart, which it showed.
            boolean leavesSome = report.suspected() > 0 || report.nameless() > 0 || report.undecided() > 0;
            Instant allSeenAt = leavesSome ? progress.startedAt() : report.startedAt();
            progress = new Progress(progress.scan(), true, allSeenAt);
            thread.safely(() -> scanning.repository().completed(progress));
            telling.completed(report, scanning.state().size());
        } finally {
            watch.scanEnds();
        }
    }

    /** Called by the scan for each page that changed anything. */
    private void publish(ChangeSet changes, Runnable takeIn) throws Exception {
        thread.safely(() -> {
            deliver(changes);
            takeIn.run();
            scanning.repository().applied(changes);
        });
        scanning.listener().published(changes);
    }

    private void deliver(ChangeSet changes) throws Exception {
        try {
            delivery.deliver(changes);
        } catch (Exception e) {
            // An interrupt cut off the route, and not a call: nobody knows what it has written, so the state is
            // restored.
            Exception thrown = e instanceof InterruptedException
                    ? new IllegalStateException("the route was interrupted: " + watch.reason(), e)
                    : e;
            thrownByTheRoute = thrown;
            throw thrown;
        }
    }

    private Duration aborted(ScanAbortedException cause) {
        if (watch.isStopped()) {
            return Duration.ZERO;
        }
        telling.endedEarly(progress.scan(), String.valueOf(cause.getMessage()));
        tell(cause);
        return backOff.next(interval);
    }

    /** Never throws: a leader whose thread has ended would keep all others from scanning. */
    private void failed(Throwable cause) {
        boolean wasRestored = restored;
        restored = false;
        if (!watch.isStopped()) {
            ScanTelling.attempt(() -> telling.failed(progress.scan(), cause, wasRestored));
            tell(cause);
        }
        ScanTelling.attempt(this::forget);
    }

    /** The listener may be a route, and is watched and left in peace like one. */
    private void tell(Throwable cause) {
        Exception ofTheRoute = thrownByTheRoute;
        thrownByTheRoute = null;
        boolean isKnown = ofTheRoute != null && (cause == ofTheRoute || cause.getCause() == ofTheRoute);
        if (isKnown) {
            return;
        }
        // It was for what is over; who is to stop is told by the next beat.
        boolean unused = Thread.interrupted();
        watch.scanBegins();
        try {
            thread.safely(() -> scanning.listener().failed(cause));
        } catch (Exception | Error e) { // a handler may throw anything
            LOG.atDebug().log("why a scan failed was not told to its end", e);
        } finally {
            watch.scanEnds();
        }
    }

    private void forget() {
        restored = false;
        if (!watch.isStopped()) {
            scanning.repository().release();
        }
    }

    private void waitUntil(long nanoTime) {
        boolean unused = !watch.isStopped() && Thread.interrupted();
        try {
            if (!watch.isStopped()) {
                scanning.control().await(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            // by close(); a late watchdog does no harm
        }
    }
}
