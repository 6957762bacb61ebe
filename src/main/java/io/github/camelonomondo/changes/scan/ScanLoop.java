package io.github.camelonomondo.changes.scan;

import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.FleetState;
import io.github.camelonomondo.changes.LeadershipLostException;
import io.github.camelonomondo.changes.Progress;
import io.github.camelonomondo.changes.StateRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

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

    private final OnomondoApi api;
    private final ScanSettings settings;
    private final FleetState state;
    private final StateRepository repository;
    private final ScanListener listener;
    private final ScanTelling telling;
    private final ScanControl control;
    private final Delivery delivery;
    private final Clock clock;
    private final ScanThread thread;
    private final StallWatch watch;
    private final BackOff backOff = new BackOff();
    private final Round round = new Round();

    private Progress progress = Progress.NONE;
    private Duration interval;
    private boolean restored;

    /** Hands changes to the route; returns when it is done with them, throws if it failed. */
    public interface Delivery {
        void deliver(ChangeSet changes) throws Exception;
    }

    public ScanLoop(
            OnomondoApi api,
            ScanSettings settings,
            FleetState state,
            StateRepository repository,
            ScanListener listener,
            ScanControl control,
            Delivery delivery,
            Clock clock) {
        this.api = api;
        this.settings = settings;
        this.state = state;
        this.repository = repository;
        this.listener = listener;
        this.telling = new ScanTelling(listener);
        this.control = control;
        this.delivery = delivery;
        this.clock = clock;
        this.thread = new ScanThread(this::scanOnAndOn, settings.stallTimeout(), repository);
        this.watch = thread.watch();
        this.interval = settings.interval();
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
        control.forget();
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
        interval = control.intervalOr(settings.interval());
        try {
            restore();
            String unreachable = repository.unreachable();
            if (unreachable != null) {
                throw new ScanAbortedException(unreachable, null);
            }
            scan();
            backOff.reset();
            return begun + interval.toNanos();
        } catch (InterruptedException e) {
            long ended = System.nanoTime();
            return ended + aborted(watch.reason()).toNanos();
        } catch (ScanAbortedException e) {
            long ended = System.nanoTime();
            return ended + aborted(String.valueOf(e.getMessage())).toNanos();
        } catch (LeadershipLostException e) {
            forget();
            control.forget();
            aborted(OUTWRITTEN);
            return System.nanoTime() + AFTER_LEADERSHIP.toNanos();
        }
    }

    private void restore() throws Exception {
        if (!restored) {
            Progress last = repository.restore(state);
            boolean snapshotDone = last.snapshotDone() && !state.isEmpty();
            // A state in memory has SIMs of a scan that was not completed: its number is used up.
            int latest = Math.max(last.scan(), state.latestScan());
            progress = new Progress(Math.max(progress.scan(), latest), snapshotDone, last.startedAt());
            restored = true;
            listener.restored(state.size(), progress);
        }
    }

    private void scan() throws Exception {
        progress = new Progress(progress.scan() + 1, progress.snapshotDone(), progress.startedAt());
        watch.beat();
        watch.scanBegins();
        try {
            telling.started(progress.scan(), !progress.snapshotDone());
            ScanReport report = new Scan(this, progress.scan(), !progress.snapshotDone()).run();
            // Where SIMs that it missed stay nobody knows, after a restart, which it showed.
            boolean leavesSome = report.suspected() > 0 || report.nameless() > 0 || report.undecided() > 0;
            Instant allSeenAt = leavesSome ? progress.startedAt() : report.startedAt();
            progress = new Progress(progress.scan(), true, allSeenAt);
            thread.safely(() -> repository.completed(progress));
            telling.completed(report, state.size());
        } finally {
            watch.scanEnds();
        }
    }

    /** Called by the scan for each page that changed anything. */
    void publish(ChangeSet changes, Runnable takeIn) throws Exception {
        thread.safely(() -> {
            deliver(changes);
            takeIn.run();
            repository.applied(changes);
        });
        listener.published(changes);
    }

    private void deliver(ChangeSet changes) throws Exception {
        try {
            delivery.deliver(changes);
        } catch (InterruptedException e) {
            // Not the call was cut off, but the route: nobody knows what it has written, so the state is restored.
            throw new IllegalStateException("the route was interrupted: " + watch.reason(), e);
        }
    }

    private Duration aborted(String reason) {
        if (watch.isStopped()) {
            return Duration.ZERO;
        }
        telling.endedEarly(progress.scan(), reason);
        return backOff.next(interval);
    }

    /** Never throws: a leader whose thread has ended would keep all others from scanning. */
    private void failed(Throwable cause) {
        boolean wasRestored = restored;
        restored = false;
        if (!watch.isStopped()) {
            ScanTelling.attempt(() -> telling.failed(progress.scan(), cause, wasRestored));
        }
        ScanTelling.attempt(this::forget);
    }

    private void forget() {
        restored = false;
        if (!watch.isStopped()) {
            repository.release();
        }
    }

    private void waitUntil(long nanoTime) {
        boolean unused = !watch.isStopped() && Thread.interrupted();
        try {
            if (!watch.isStopped()) {
                control.await(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            // by close(); a late watchdog does no harm
        }
    }

    Round round() {
        return round;
    }

    StallWatch watch() {
        return watch;
    }

    OnomondoApi api() {
        return api;
    }

    ScanSettings settings() {
        return settings;
    }

    FleetState state() {
        return state;
    }

    StateRepository repository() {
        return repository;
    }

    ScanListener listener() {
        return listener;
    }

    ScanControl control() {
        return control;
    }

    Clock clock() {
        return clock;
    }
}
