package io.github.camelonomondo.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes records byte for byte, headers with the same name included, which a Camel message cannot hold. Safe to share
 * between threads.
 */
public final class RecordWriter implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;

    public RecordWriter(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** A record that Kafka did not take, and why. */
    public record NotTaken(ProducerRecord<byte[], byte[]> record, Exception why) {}

    /**
     * Writes all of them in their order, and returns before Kafka has them.
     *
     * @param done told once, when Kafka has taken or refused each: those that it did not take, in their order; none if it
     *     has them all. On the producer's own thread, which it must not hold up
     */
    public void write(List<ProducerRecord<byte[], byte[]>> records, Consumer<List<NotTaken>> done) {
        var writing = new Writing(records, done);
        for (int i = 0; i < records.size(); i++) {
            int place = i;
            try {
                var unused = producer.send(records.get(i), (metadata, refused) -> writing.ended(place, refused));
            } catch (RuntimeException e) {
                writing.ended(place, e); // not even begun: interrupted, or closed
            }
        }
    }

    /** Records on their way. */
    private static final class Writing {
        private final List<ProducerRecord<byte[], byte[]>> records;
        private final Consumer<List<NotTaken>> done;
        private final AtomicReferenceArray<@Nullable Exception> refused;
        private final AtomicInteger left;

        Writing(List<ProducerRecord<byte[], byte[]>> records, Consumer<List<NotTaken>> done) {
            this.records = records;
            this.done = done;
            this.refused = new AtomicReferenceArray<>(records.size());
            this.left = new AtomicInteger(records.size());
        }

        void ended(int place, @Nullable Exception why) {
            refused.set(place, why);
            if (left.decrementAndGet() == 0) {
                done.accept(notTaken());
            }
        }

        private List<NotTaken> notTaken() {
            var notTaken = new ArrayList<NotTaken>();
            for (int i = 0; i < records.size(); i++) {
                Exception why = refused.get(i);
                if (why != null) {
                    notTaken.add(new NotTaken(records.get(i), why));
                }
            }
            return notTaken;
        }
    }

    /** Sends at once what waits for company, and waits until Kafka has taken or refused it. */
    public void flush() {
        producer.flush();
    }

    /** Writes nothing any more: what Kafka has not taken by now fails at once. */
    public void giveUp() {
        producer.close(Duration.ZERO);
    }

    /** Waits some seconds for what is on its way. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
