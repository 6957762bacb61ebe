package io.github.camelonomondo.commands.result;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.kafka.RecordWriter;
import io.github.camelonomondo.kafka.consumer.DoneBefore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Results on their way to Kafka. A command is done once its result, and its dead letter if there is one, are
 * acknowledged; until its offset is committed that is remembered, so that a record that comes again is neither
 * sent again nor gets a second result.
 *
 * <p>Safe to share between threads.
 */
public final class ResultWriter extends AsyncProcessorSupport {

    /** An acknowledgement that takes longer means that Kafka is in trouble: no new call begins. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);

    private final ResultRecords records;
    private final RecordWriter writer;
    private final String topic;
    private final Replies replies;
    private final Consumer<CommandResult> counted;

    private final ReentrantLock resultsLock = new ReentrantLock();
    private final Executor beside = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "onomondo-results");
        thread.setDaemon(true);
        return thread;
    });
    private final Condition changed = resultsLock.newCondition();
    private final Deque<CommandResult> waiting = new ArrayDeque<>();
    /** In the order in which they were taken, with the time at which each was. */
    private final Map<Publishing, Long> underWay = new LinkedHashMap<>();

    private final DoneCommands done = new DoneCommands();
    /** Since when it could not be said what is to be written for those that wait, or null if that was not tried. */
    private @Nullable Long unsaidSince;

    private volatile boolean hastened;
    private volatile boolean givenUp;

    /** Results that go out together, and what of them Kafka has not acknowledged yet. Of one thread at a time. */
    private static final class Publishing {
        private final List<CommandResult> results;
        private volatile List<ProducerRecord<byte[], byte[]>> unwritten = List.of();
        private boolean written;

        Publishing(List<CommandResult> results) {
            this.results = results;
        }
    }

    /**
     * Writes to this topic.
     *
     * @param topic of results
     * @param replies where copies go
     */
    public ResultWriter(
            ResultRecords records,
            RecordWriter writer,
            String topic,
            Replies replies,
            Consumer<CommandResult> counted) {
        this.records = records;
        this.writer = writer;
        this.topic = topic;
        this.replies = replies;
        this.counted = counted;
    }

    public void add(CommandResult result) {
        resultsLock.lock();
        try {
            if (!givenUp) {
                waiting.add(result);
                hastened = false;
            }
        } finally {
            resultsLock.unlock();
        }
    }

    /** Takes all results that wait. Body out: what is to be written for them. If that cannot be said they wait on. */
    public void take(Exchange exchange) {
        Publishing publishing = takeWaiting();
        try {
            publishing.unwritten = records.of(publishing.results, topic);
            replies.send(records.copies(publishing.results, replies));
        } catch (RuntimeException e) {
            putBack(publishing);
            throw e;
        }
        exchange.getMessage().setBody(publishing);
    }

    /**
     * Writes what was taken; the exchange goes on when Kafka has it. Done again, it writes what Kafka has not taken yet. A
     * step of its own after {@link #take}: Camel gives a step that is done again the body that it had at first.
     */
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Publishing publishing = exchange.getMessage().getBody(Publishing.class);
        if (publishing.unwritten.isEmpty() || givenUp) {
            callback.done(true);
            return true;
        }
        writer.write(publishing.unwritten, notTaken -> {
            end(exchange, publishing, notTaken);
            if (notTaken.isEmpty()) {
                callback.done(false);
            } else {
                // The error handler waits before it tries again: not on the producer's thread, which has other records
                // to write.
                beside.execute(() -> callback.done(false));
            }
        });
        if (hastened) {
            beside.execute(writer::flush);
        }
        return false;
    }

    private void end(Exchange exchange, Publishing publishing, List<RecordWriter.NotTaken> notTaken) {
        if (notTaken.isEmpty()) {
            written(publishing);
            return;
        }
        publishing.unwritten = notTaken.stream().map(TooLarge::again).toList();
        exchange.setException(new KafkaException(
                notTaken.size() + " results or dead letters were not taken",
                notTaken.get(0).why()));
    }

    private Publishing takeWaiting() {
        resultsLock.lock();
        try {
            var publishing = new Publishing(List.copyOf(waiting));
            waiting.clear();
            if (!publishing.results.isEmpty()) {
                underWay.put(publishing, unsaidSince == null ? Long.valueOf(System.nanoTime()) : unsaidSince);
                unsaidSince = null;
            }
            return publishing;
        } finally {
            resultsLock.unlock();
        }
    }

    private void putBack(Publishing publishing) {
        resultsLock.lock();
        try {
            unsaidSince = underWay.remove(publishing);
            if (!givenUp) {
                List<CommandResult> later = List.copyOf(waiting);
                waiting.clear();
                waiting.addAll(publishing.results);
                waiting.addAll(later);
            }
        } finally {
            resultsLock.unlock();
        }
    }

    private void written(Publishing publishing) {
        resultsLock.lock();
        try {
            publishing.written = true;
            // In order: what is done is not sent again, and must not be missed by what was to be done before it and
            // is.
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
            resultsLock.unlock();
        }
        publishing.results.forEach(counted);
    }

    /** True if something waits to be taken. */
    public boolean isAnyToTell() {
        resultsLock.lock();
        try {
            return !waiting.isEmpty();
        } finally {
            resultsLock.unlock();
        }
    }

    /** True if Kafka has all results there are. */
    public boolean isIdle() {
        resultsLock.lock();
        try {
            return waiting.isEmpty() && underWay.isEmpty();
        } finally {
            resultsLock.unlock();
        }
    }

    /** True while Kafka does not acknowledge what it was given: what could not be recorded is not begun. */
    public boolean isKafkaSilent() {
        return silentNanos() > PATIENCE;
    }

    public boolean isDone(CommandRecord record) {
        return done.contains(record);
    }

    /** What is done of partitions that are about to be read. */
    public void doneBefore(Map<TopicPartition, DoneBefore.Known> partitions) {
        partitions.forEach(done::begin);
    }

    /** Offsets that are done and not committed, from {@code offset} on. */
    public Set<Long> doneFrom(TopicPartition partition, long offset) {
        return done.from(partition, offset);
    }

    /** Offsets below {@code offset} are committed. */
    public void forget(TopicPartition partition, long offset) {
        done.forget(partition, offset);
    }

    /**
     * For how long Kafka has not acknowledged what it was given, or could not be given it; 0 if it has. What waits to be taken is not its fault.
     * Any thread may ask.
     */
    public long silentNanos() {
        resultsLock.lock();
        try {
            long now = System.nanoTime();
            long unsaid = unsaidSince == null ? 0 : now - unsaidSince;
            return underWay.values().stream().mapToLong(since -> now - since).reduce(unsaid, Math::max);
        } finally {
            resultsLock.unlock();
        }
    }

    /** The connector stops and Kafka is away: what it has not acknowledged counts as not done, and nothing is written any more. */
    public void giveUp() {
        resultsLock.lock();
        try {
            givenUp = true;
            waiting.clear();
            underWay.clear();
            changed.signalAll();
        } finally {
            resultsLock.unlock();
        }
        writer.giveUp();
    }

    /** True once Kafka is not waited for any more. */
    public boolean isGivenUp() {
        return givenUp;
    }

    /** What was added so far were the last for now: it goes at once, and does not wait for company on its way to Kafka. */
    public void hasten() {
        hastened = true;
        beside.execute(writer::flush);
    }

    public boolean awaitIdle(long millis) throws InterruptedException {
        resultsLock.lock();
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
            resultsLock.unlock();
        }
    }

    /**
     * Waits while Kafka does not acknowledge: what could not be recorded is not begun.
     *
     * @throws ApiException.Unavailable if the thread is interrupted; its flag stays set
     */
    public void awaitKafka() {
        resultsLock.lock();
        try {
            while (underWay.values().stream().anyMatch(since -> System.nanoTime() - since > PATIENCE)) {
                changed.awaitNanos(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException.Unavailable("interrupted while waiting for Kafka", 0, e);
        } finally {
            resultsLock.unlock();
        }
    }

    @Override
    protected void doShutdown() {
        replies.close();
    }
}
