package io.github.camelonomondo.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Writes records byte for byte, headers with the same name included, which a Camel message cannot hold. Safe to share
 * between threads.
 */
public final class RecordWriter implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;

    public RecordWriter(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** A record that Kafka did not take, and why. */
    public record NotTaken(ProducerRecord<byte[], byte[]> record, Exception why) {}

    /**
     * Writes all of them, and waits until Kafka has taken or refused each.
     *
     * @return those that it did not take, in their order; empty if it has them all
     * @throws KafkaException if interrupted: some may have been taken
     */
    public List<NotTaken> write(List<ProducerRecord<byte[], byte[]>> records) {
        var acks = new ArrayList<Future<RecordMetadata>>(records.size());
        records.forEach(record -> acks.add(producer.send(record)));
        producer.flush(); // nobody adds to what is sent here: waiting for company would be for nothing
        var notTaken = new ArrayList<NotTaken>();
        for (int i = 0; i < acks.size(); i++) {
            try {
                acks.get(i).get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted while waiting for an ack", e);
            } catch (ExecutionException e) {
                notTaken.add(new NotTaken(records.get(i), e.getCause() instanceof Exception why ? why : e));
            }
        }
        return notTaken;
    }

    @Override
    public void close() {
        producer.close();
    }
}
