package io.github.camelonomondo.commands.result;

import io.github.camelonomondo.api.ApiException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Results on their way to Kafka: those that wait to be taken, and those that Kafka was given. Once it has them their
 * commands are {@link DoneCommands done}.
 *
 * <p>Safe to share between threads.
 */
public final class ResultQueue {

    /** An acknowledgement that takes longer means that Kafka is in trouble: no new call begins. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);

    private final DoneCommands done;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<CommandResult> waiting = new ArrayDeque<>();
    /** In the order in which they were taken, with the time at which each was. */
    private final Map<Publishing, Long> underWay = new LinkedHashMap<>();
    /** Since when it could not be said what is to be written for those that wait, or null if that was not tried. */
    private @Nullable Long unsaidSince;

    private volatile boolean hastened;
    private volatile boolean givenUp;

    /** @param done is told of the commands whose results Kafka has */
    public ResultQueue(DoneCommands done, LongSupplier nanoTime) {
        this.done = done;
        this.nanoTime = nanoTime;
    }

    public void add(CommandResult result) {
        lock.lock();
        try {
            if (!givenUp) {
                waiting.add(result);
                hastened = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes all that wait. */
    Publishing take() {
        lock.lock();
        try {
            var publishing = new Publishing(List.copyOf(waiting));
            waiting.clear();
            if (!publishing.results.isEmpty()) {
                underWay.put(publishing, unsaidSince == null ? Long.valueOf(nanoTime.getAsLong()) : unsaidSince);
                unsaidSince = null;
            }
            return publishing;
        } finally {
            lock.unlock();
        }
    }

    /** It cannot be said what is to be written for them: they wait on, before those that came later. */
    void putBack(Publishing publishing) {
        lock.lock();
        try {
            unsaidSince = underWay.remove(publishing);
            if (!givenUp) {
                List<CommandResult> later = List.copyOf(waiting);
                waiting.clear();
                waiting.addAll(publishing.results);
                waiting.addAll(later);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Kafka has them. */
    void written(Publishing publishing) {
        lock.lock();
        try {
            publishing.written = true;
            // In order: what is done is not sent again, and must not be missed by what was to be done before it and is.
            Iterator<Publishing> oldestFirst = underWay.keySet().iterator();
            while (oldestFirst.hasNext()) {
                Publishing oldest = oldestFirst.next();
                if (!oldest.written) {
                    break;
                }
                oldestFirst.remove();
                oldest.results.forEach(result -> done.add(result.record()));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** True if something waits to be taken. */
    public boolean isAnyToTell() {
        lock.lock();
        try {
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** True if Kafka has all results there are. */
    public boolean isIdle() {
        lock.lock();
        try {
            return waiting.isEmpty() && underWay.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    public boolean awaitIdle(long millis) throws InterruptedException {
        lock.lock();
        try {
            long remaining = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!isIdle()) {
                if (remaining <= 0) {
                    return false;
                }
                remaining = changed.awaitNanos(remaining);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * For how long Kafka has not acknowledged what it was given, or could not be given it; 0 if it has. What waits to be taken is not its fault.
     * Any thread may ask.
     */
    public long silentNanos() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            long unsaid = unsaidSince == null ? 0 : now - unsaidSince;
            return underWay.values().stream().mapToLong(since -> now - since).reduce(unsaid, Math::max);
        } finally {
            lock.unlock();
        }
    }

    /** True while Kafka does not acknowledge what it was given: what could not be recorded is not begun. */
    public boolean isKafkaSilent() {
        return silentNanos() > PATIENCE;
    }

    /**
     * Waits while Kafka does not acknowledge: what could not be recorded is not begun.
     *
     * @throws ApiException.Unavailable if the thread is interrupted; its flag stays set
     */
    public void awaitKafka() {
        lock.lock();
        try {
            while (underWay.values().stream().anyMatch(since -> nanoTime.getAsLong() - since > PATIENCE)) {
                changed.awaitNanos(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException.Unavailable("interrupted while waiting for Kafka", 0, e);
        } finally {
            lock.unlock();
        }
    }

    /** What was added so far were the last for now. */
    void hasten() {
        hastened = true;
    }

    boolean isHastened() {
        return hastened;
    }

    /** What Kafka has not acknowledged counts as not done, and nothing waits any more. */
    void giveUp() {
        lock.lock();
        try {
            givenUp = true;
            waiting.clear();
            underWay.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** True once Kafka is not waited for any more. */
    public boolean isGivenUp() {
        return givenUp;
    }
}
