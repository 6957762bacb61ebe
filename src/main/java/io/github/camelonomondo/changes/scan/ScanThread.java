package io.github.camelonomondo.changes.scan;

import io.github.camelonomondo.changes.StateRepository;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of the scans. Who ends it leaves the step in peace that makes changes safe, if one is under way. The
 * repository is given back once, and not while a step needs it. One that follows another has its state, waits for its end, and ends
 * with it.
 */
final class ScanThread {

    private static final Logger LOG = LoggerFactory.getLogger(ScanThread.class);

    private static final long STOP_SECONDS = 5;
    private static final long LOOK_MILLIS = 100;

    /** For a step of which the next start finds out what became. */
    private static final Duration WHERE_IT_IS_SETTLED = Duration.ofSeconds(2);

    private final Runnable scans;
    private final Duration stallTimeout;
    private final StateRepository repository;
    private final Thread thread = named("onomondo-scan", this::run);
    private final StallWatch watch;
    private final ReentrantLock stepping = new ReentrantLock();
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile boolean over;
    /** As long as it has not ended. */
    private volatile @Nullable ScanThread before;

    /** @param scans returns soon after the watch was stopped and it was interrupted */
    ScanThread(Runnable scans, Duration stallTimeout, StateRepository repository) {
        this.scans = scans;
        this.stallTimeout = stallTimeout;
        this.repository = repository;
        this.watch = new StallWatch(stallTimeout, thread);
    }

    static Thread named(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    StallWatch watch() {
        return watch;
    }

    /** Begins when the one {@code first} has ended. */
    void start(@Nullable ScanThread first) {
        before = first;
        watch.start();
        thread.start();
    }

    private void run() {
        try {
            for (ScanThread each = before; each != null; each = each.before) {
                awaitEnd(each.thread);
            }
            before = null;
            scans.run();
        } catch (InterruptedException e) {
            // ended before it could begin
        } finally {
            watch.end();
            if (over) {
                boolean unused = Thread.interrupted(); // the interrupt was for what it had in hand
                ScanTelling.attempt(this::release);
            }
        }
    }

    private void awaitEnd(Thread former) throws InterruptedException {
        former.join(stallTimeout.toMillis());
        if (former.isAlive()) {
            LOG.atWarn().log("no scan begins, as the route still has changes in hand that a scan before a stop found");
            former.join();
        }
    }

    interface Step {
        void run() throws Exception;
    }

    /** Called on the thread itself. */
    void safely(Step step) throws Exception {
        stepping.lock();
        try {
            watch.beat();
            step.run();
        } finally {
            stepping.unlock();
        }
    }

    /** Ends by itself from now on: after the step under way, or at once. */
    void pause() {
        watch.stop();
        if (!stepping.isHeldByCurrentThread() && stepping.tryLock()) {
            try {
                thread.interrupt();
            } finally {
                stepping.unlock();
            }
        }
    }

    /**
     * Waits for its end, and for that of those before it.
     *
     * @return true if who called this was interrupted, which forces the end as well
     */
    boolean end(Duration patience, BooleanSupplier forced) {
        ScanThread first = before;
        boolean interrupted = first != null && first.end(patience, forced);
        try {
            awaitStep(repository.settlesWhatWasCut() ? WHERE_IT_IS_SETTLED : patience, forced);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        return interrupted;
    }

    private void awaitStep(Duration patience, BooleanSupplier forced) throws InterruptedException {
        long began = System.nanoTime();
        long most = TimeUnit.NANOSECONDS.convert(patience);
        while (!stepping.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (forced.getAsBoolean() || System.nanoTime() - began > most) {
                return;
            }
        }
        stepping.unlock();
    }

    /**
     * Gives the repository back, once. A step that is under way though it was interrupted keeps it until the thread ends;
     * but where what was cut is settled, it is cut.
     */
    void release() {
        for (ScanThread each = before; each != null; each = each.before) {
            if (each.thread.isAlive()) {
                each.release(); // this one has not begun
                return;
            }
        }
        over = true;
        boolean free = stepping.tryLock();
        try {
            if ((free || repository.settlesWhatWasCut()) && released.compareAndSet(false, true)) {
                repository.release();
            }
        } finally {
            if (free) {
                stepping.unlock();
            }
        }
    }
}
