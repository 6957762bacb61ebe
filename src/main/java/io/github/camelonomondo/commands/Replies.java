package io.github.camelonomondo.commands;

import io.github.camelonomondo.kafka.RecordWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of results, for commands that name a topic of the list. A copy is a service to who asked: it is written once, by a
 * writer of its own, and nobody waits for it. A topic that does not take one, being gone or closed to us, gets none for a
 * while. Safe to share between threads.
 */
final class Replies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    /** How long a topic gets none after one that it did not take. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private static final long END_SECONDS = 2;

    private final Set<String> allowed;
    private final Supplier<RecordWriter> writer;
    private final LongSupplier nanoTime;
    private final Map<String, Long> paused = new ConcurrentHashMap<>();
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
    Replies(Set<String> allowed, Supplier<RecordWriter> writer, LongSupplier nanoTime) {
        this.allowed = allowed;
        this.writer = writer;
        this.nanoTime = nanoTime;
    }

    /** True if a command may name this topic. */
    boolean isAllowed(String topic) {
        return allowed.contains(topic);
    }

    /** Writes the copies beside, and returns at once. */
    void send(List<ProducerRecord<byte[], byte[]>> copies) {
        if (copies.isEmpty()) {
            return;
        }
        try {
            beside.execute(() -> write(copies));
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("no replies any more, the connector stops");
        }
    }

    private void write(List<ProducerRecord<byte[], byte[]>> copies) {
        for (ProducerRecord<byte[], byte[]> copy : copies) {
            if (!isPaused(copy.topic())) {
                try {
                    writer.get()
                            .write(
                                    List.of(isPaused(placeOf(copy)) ? anywhere(copy) : copy),
                                    notTaken -> notTaken.forEach(this::notTaken));
                } catch (RuntimeException e) { // the boundary: there is no writer
                    notTaken(new RecordWriter.NotTaken(copy, e));
                }
            }
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

    private boolean isPaused(String topic) {
        Long since = paused.get(topic);
        boolean isPaused = since != null && nanoTime.getAsLong() - since < PAUSE.toNanos();
        if (since != null && !isPaused) {
            paused.remove(topic, since);
        }
        return isPaused;
    }

    /** A name that no topic has. */
    private static String placeOf(ProducerRecord<byte[], byte[]> record) {
        return record.topic() + "/" + record.partition();
    }

    private static ProducerRecord<byte[], byte[]> anywhere(ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers());
    }

    private void notTaken(RecordWriter.NotTaken notTaken) {
        ProducerRecord<byte[], byte[]> smaller = TooLarge.again(notTaken);
        if (notTaken.record().partition() != null) {
            paused.put(placeOf(notTaken.record()), nanoTime.getAsLong()); // it may have no such partition
            send(List.of(anywhere(notTaken.record())));
        } else if (notTaken.why() instanceof RecordTooLargeException
                && smaller.headers().toArray().length
                        < notTaken.record().headers().toArray().length) {
            send(List.of(smaller));
        } else if (paused.put(notTaken.record().topic(), nanoTime.getAsLong()) == null) {
            LOG.atWarn()
                    .addKeyValue("topic", notTaken.record().topic())
                    .log(
                            "no replies for a while, Kafka does not take them: {}",
                            notTaken.why().getMessage());
        }
    }
}
