package io.github.camelonomondo.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records all together or not at all. {@link #open} makes it the only writer under its transactional id: what a
 * predecessor left open is undone, and its next write throws {@link FencedException}.
 *
 * <p>After any exception it is closed, and nobody knows whether the last transaction was committed: {@link #open} it,
 * which settles that, and read what is there. One thread at a time.
 */
public final class TransactionalWriter implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Map<String, Object> settings = new HashMap<>();
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param kafka settings of any Kafka client: servers, security */
    public TransactionalWriter(Map<String, ?> kafka, String transactionalId) {
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // Events, and the commands of dead letters, as large as their topics take.
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024);
        settings.putAll(kafka);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5); // with that of a request no longer than that of a delivery
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 20_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    }

    /** Where the records of one transaction go. */
    public interface Sink {
        void send(ProducerRecord<byte[], byte[]> record);
    }

    /** What sends the records of one transaction. */
    public interface Work {
        void sendTo(Sink sink) throws Exception;
    }

    /** Takes over the transactional id; by the return every earlier transaction is settled. */
    public void open() {
        close();
        Producer<byte[], byte[]> opened = new KafkaProducer<>(settings);
        producer = opened;
        try {
            opened.initTransactions();
        } catch (RuntimeException e) {
            close();
            throw fencedOr(e);
        }
    }

    public boolean isOpen() {
        return producer != null;
    }

    /** Writes all that {@code work} sends in one transaction. */
    public void write(Work work) throws Exception {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            throw new IllegalStateException("the transactional writer is not open");
        }
        var failure = new AtomicReference<@Nullable Exception>();
        try {
            current.beginTransaction();
            work.sendTo(record -> {
                var unused = current.send(record, (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
            });
            current.flush();
            Exception failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            current.commitTransaction();
        } catch (RuntimeException e) {
            close();
            throw firstOf(failure.get(), fencedOr(e));
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /** What a record was not taken for says more than that nothing can be sent behind it. */
    private static Exception firstOf(@Nullable Exception refused, RuntimeException then) {
        return refused == null || then instanceof FencedException ? then : refused;
    }

    /** An open transaction is undone by the next {@link #open} or by the broker after 20 s. */
    @Override
    public void close() {
        Producer<byte[], byte[]> closing = producer;
        producer = null;
        if (closing != null) {
            boolean interrupted = Thread.interrupted();
            try {
                closing.close(CLOSE_TIMEOUT);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** The broker gives the id a new epoch for another writer, and for a transaction of ours that takes longer than 20 s. */
    private static RuntimeException fencedOr(RuntimeException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return new FencedException(exception);
            }
        }
        return exception;
    }
}
