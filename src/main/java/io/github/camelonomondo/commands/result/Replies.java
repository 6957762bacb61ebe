package io.github.camelonomondo.commands.result;

import io.github.camelonomondo.kafka.RecordWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of results, for commands that name a topic of the list. A copy is a service to who asked: it is written once, by a
 * writer of its own, and nobody waits for it. A topic that does not take one, being gone or closed to us, gets none for a
 * while; what comes while a batch of others waits is left out. Safe to share between threads.
 */
public final class Replies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    /** Copies that wait, after which no more are let in: as many as a batch has. A list is let in as a whole, as a batch that is done at once is one. */
    static final int MANY_WAITING = 6_000;

    private static final long END_SECONDS = 2;

    private final Set<String> allowed;
    private final Supplier<RecordWriter> writer;
    private final ReplyPauses pauses;
    /** Topics of which was said that they do not take a reply for its size. */
    private final Set<String> tooSmall = ConcurrentHashMap.newKeySet();

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean isLeftOutSaid = new AtomicBoolean();
    /** Writing may wait for a topic that is not there. One thread keeps the order. */
    private final ExecutorService beside = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "onomondo-replies");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Replies to these topics alone.
     *
     * @param allowed the list
     * @param writer asked for at the first copy
     */
    public Replies(Set<String> allowed, Supplier<RecordWriter> writer, LongSupplier nanoTime) {
        this.allowed = allowed;
        this.writer = writer;
        this.pauses = new ReplyPauses(nanoTime);
    }

    /** True if a command may name this topic. */
    boolean isAllowed(String topic) {
        return allowed.contains(topic);
    }

    /** Writes the copies beside, and returns at once. Leaves them out if too many wait. */
    void send(List<ProducerRecord<byte[], byte[]>> copies) {
        if (copies.isEmpty()) {
            return;
        }
        if (waiting.get() >= MANY_WAITING) {
            if (!isLeftOutSaid.getAndSet(true)) {
                LOG.atWarn().log("replies are left out, as too many wait for Kafka");
            }
            return;
        }
        waiting.addAndGet(copies.size());
        try {
            beside.execute(() -> write(copies));
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("no replies any more, the connector stops");
        }
    }

    private void write(List<ProducerRecord<byte[], byte[]>> copies) {
        for (ProducerRecord<byte[], byte[]> copy : copies) {
            if (!pauses.isPaused(copy.topic())) {
                write(placed(copy));
            }
            if (waiting.decrementAndGet() == 0) {
                isLeftOutSaid.set(false);
            }
        }
    }

    private void write(ProducerRecord<byte[], byte[]> copy) {
        try {
            writer.get().write(List.of(copy), notTaken -> {
                if (notTaken.isEmpty()) {
                    pauses.taken(copy.topic(), copy.partition());
                }
                notTaken.forEach(this::notTaken);
            });
        } catch (RuntimeException e) { // the boundary: there is no writer
            notTaken(new RecordWriter.NotTaken(copy, e));
        }
    }

    /** Waits a moment for what is to be written. The writer must be there until then. */
    @Override
    public void close() {
        beside.shutdown();
        try {
            if (!beside.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                beside.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ProducerRecord<byte[], byte[]> placed(ProducerRecord<byte[], byte[]> copy) {
        Integer partition = copy.partition();
        return partition != null && pauses.isPaused(copy.topic(), partition) ? anywhere(copy) : copy;
    }

    private static ProducerRecord<byte[], byte[]> anywhere(ProducerRecord<byte[], byte[]> record) {
        return in(null, record);
    }

    private static ProducerRecord<byte[], byte[]> in(
            @Nullable Integer partition, ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(record.topic(), partition, record.key(), record.value(), record.headers());
    }

    private void notTaken(RecordWriter.NotTaken notTaken) {
        ProducerRecord<byte[], byte[]> record = notTaken.record();
        Integer partition = record.partition();
        if (notTaken.why() instanceof RecordTooLargeException) {
            tooLarge(notTaken);
        } else if (partition != null) {
            // So says Kafka's producer, which has no exception of its own for it.
            boolean isAbsent = String.valueOf(notTaken.why().getMessage()).contains("not present in metadata");
            if (pauses.begin(record.topic(), partition, isAbsent)) {
                LOG.atWarn()
                        .addKeyValue("topic", record.topic())
                        .addKeyValue("partition", partition)
                        .log(
                                "replies for this partition go to any for a while: {}",
                                notTaken.why().getMessage());
            }
            send(List.of(anywhere(record)));
        } else if (pauses.begin(record.topic())) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .log(
                            "no replies for a while, Kafka does not take them: {}",
                            notTaken.why().getMessage());
        }
    }

    /** Others may be smaller. */
    private void tooLarge(RecordWriter.NotTaken notTaken) {
        ProducerRecord<byte[], byte[]> record = notTaken.record();
        ProducerRecord<byte[], byte[]> smaller = TooLarge.again(notTaken);
        boolean isSmaller =
                smaller.headers().toArray().length < record.headers().toArray().length || smaller.key() != record.key();
        if (isSmaller) {
            send(List.of(in(record.partition(), smaller)));
        } else {
            (tooSmall.add(record.topic()) ? LOG.atWarn() : LOG.atDebug())
                    .addKeyValue("topic", record.topic())
                    .log(
                            "a reply is left out, as it is too large for its topic: {}",
                            notTaken.why().getMessage());
        }
    }
}
