package io.github.camelonomondo.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Where commands go out and results and dead letters come in, byte for byte. */
final class Desk implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaProducer<byte[], byte[]> producer;
    private final Queue<ConsumerRecord<byte[], byte[]>> read = new ConcurrentLinkedQueue<>();
    private final Thread reader = new Thread(this::read, "desk");
    private volatile boolean closed;

    Desk() {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        Surroundings.BROKER.bootstrapServers(),
                        "max.request.size",
                        4 * 1024 * 1024,
                        "linger.ms",
                        20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        reader.start();
    }

    private void read() {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Surroundings.BROKER.bootstrapServers(), "fetch.max.wait.ms", 50),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, 6)
                    .boxed()
                    .flatMap(partition -> Stream.of(
                            new TopicPartition(Surroundings.RESULTS, partition),
                            new TopicPartition(Surroundings.DEAD_LETTERS, partition)))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                consumer.poll(Duration.ofMillis(50)).forEach(read::add);
            }
        }
    }

    /** Sends {@code {'type':'activate'}} under a key; single quotes will do. */
    Sent send(String key, String json) {
        return send(record(key, json.replace('\'', '"')));
    }

    /** Sends many at once. */
    List<Sent> sendAll(List<String> keys, List<String> json) {
        var futures = new ArrayList<Future<RecordMetadata>>();
        for (int i = 0; i < json.size(); i++) {
            futures.add(producer.send(record(keys.get(i), json.get(i).replace('\'', '"'))));
        }
        return futures.stream().map(this::sent).toList();
    }

    static ProducerRecord<byte[], byte[]> record(String key, String value) {
        return new ProducerRecord<>(
                Surroundings.COMMANDS,
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8));
    }

    Sent send(ProducerRecord<byte[], byte[]> record) {
        return sent(producer.send(record));
    }

    private Sent sent(Future<RecordMetadata> ack) {
        try {
            RecordMetadata place = ack.get();
            return new Sent(this, new TopicPartition(place.topic(), place.partition()), place.offset());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> of(String topic, String header, String value) {
        return read.stream()
                .filter(record -> record.topic().equals(topic) && value.equals(header(record, header)))
                .toList();
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        closed = true;
        producer.close(Duration.ofSeconds(2));
    }

    /** A command that is on Kafka. */
    record Sent(Desk desk, TopicPartition partition, long offset) {
        String place() {
            return partition + "-" + offset;
        }

        /** Every result of it so far. */
        List<ConsumerRecord<byte[], byte[]>> results() {
            return desk.of(Surroundings.RESULTS, "ce_id", place());
        }

        boolean hasResult() {
            return !results().isEmpty();
        }

        ConsumerRecord<byte[], byte[]> record() {
            await("the result of " + place()).atMost(PATIENCE).until(this::hasResult);
            return results().get(0);
        }

        JsonNode result() {
            try {
                return JSON.readTree(record().value());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String status() {
            return result().path("status").asText();
        }

        List<ConsumerRecord<byte[], byte[]>> deadLetters() {
            return desk.of(Surroundings.DEAD_LETTERS, "dlq-offset", String.valueOf(offset)).stream()
                    .filter(letter -> String.valueOf(partition.partition()).equals(header(letter, "dlq-partition")))
                    .toList();
        }
    }
}
