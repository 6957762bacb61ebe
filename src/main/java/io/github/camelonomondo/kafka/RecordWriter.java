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

    /**
     * Writes all of them and waits until Kafka has them.
     *
     * @throws KafkaException if one was not taken; others may have been
     */
    public void write(List<ProducerRecord<byte[], byte[]>> records) {
        var acks = new ArrayList<Future<RecordMetadata>>(records.size());
        records.forEach(record -> acks.add(producer.send(record)));
        for (Future<RecordMetadata> ack : acks) {
            try {
                ack.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted while waiting for an ack", e);
            } catch (ExecutionException e) {
                throw new KafkaException("a record was not taken", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
