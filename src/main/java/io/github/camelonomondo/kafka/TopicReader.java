package io.github.camelonomondo.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads all partitions of one topic without a group, committed records only, as far as it goes now and, called again,
 * from there. One thread at a time.
 */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long MOST_SILENCE = TimeUnit.SECONDS.toNanos(30);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final List<TopicPartition> partitions;

    /** Stands at the beginning. */
    public TopicReader(Map<String, ?> kafka, String topic) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 60_000);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.topic = topic;
        this.consumer = new BytesConsumer(settings);
        try {
            List<PartitionInfo> known = consumer.partitionsFor(topic);
            if (known.isEmpty()) {
                throw new KafkaException("there is no topic " + topic);
            }
            this.partitions = known.stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** Takes one record. */
    public interface Sink {
        void take(ConsumerRecord<byte[], byte[]> record) throws Exception;
    }

    /** Takes what was polled at once. */
    public interface BatchSink {
        void take(ConsumerRecords<byte[], byte[]> records) throws Exception;
    }

    /** Goes to the first record written at {@code instant} or later. */
    public void seekTo(Instant instant) {
        seekTo(instant, ends());
    }

    /**
     * Goes to the first record written at {@code instant} or later.
     *
     * @param ends of the partitions, where it goes if there is none
     */
    public void seekTo(Instant instant, Map<Integer, Long> ends) {
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(Function.identity(), any -> millis(instant))));
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp at = found.get(partition);
            consumer.seek(partition, at == null ? ends.getOrDefault(partition.partition(), 0L) : at.offset());
        }
    }

    /** Kafka knows no time before 1970, and none of more milliseconds than a long has. */
    private static long millis(Instant instant) {
        if (instant.isBefore(Instant.EPOCH)) {
            return 0;
        }
        return instant.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE)) ? Long.MAX_VALUE : instant.toEpochMilli();
    }

    /** Goes to the first record of all. */
    public void seekToBeginning() {
        consumer.seekToBeginning(partitions);
    }

    /** Goes to these offsets, by partition; stays where it is in others. */
    public void seekTo(Map<Integer, Long> offsets) {
        for (TopicPartition partition : partitions) {
            Long offset = offsets.get(partition.partition());
            if (offset != null) {
                consumer.seek(partition, offset);
            }
        }
    }

    /**
     * Hands over everything up to what is the end now.
     *
     * @return how many records
     * @throws TimeoutException if nothing comes for 30 s though there is more
     */
    public long readToEnd(Sink sink) throws Exception {
        return readTo(ends(), records -> {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                sink.take(record);
            }
        });
    }

    /** False once the topic has other partitions than when this was made, which is noticed within a minute. */
    public boolean hasAllPartitions() {
        return consumer.partitionsFor(topic).size() == partitions.size();
    }

    /** True if there is nothing to read at present. */
    public boolean isAtEnd() {
        return isAt(ends());
    }

    /** Where each partition ends now. */
    public Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new HashMap<>();
        consumer.endOffsets(partitions).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    /**
     * Hands over everything before these ends, some 5,000 records or some megabytes at a time, and perhaps some of what
     * follows.
     *
     * @return how many records
     * @throws TimeoutException if nothing comes for 30 s though there is more
     */
    public long readTo(Map<Integer, Long> ends, BatchSink sink) throws Exception {
        long count = 0;
        long heard = System.nanoTime();
        while (!isAt(ends)) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            if (!polled.isEmpty()) {
                sink.take(polled);
                count += polled.count();
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > MOST_SILENCE) {
                throw new TimeoutException("nothing came from " + topic + " for 30 s");
            }
        }
        return count;
    }

    /** Hands over what comes within {@code atMost}; returns as soon as something did. */
    public long poll(Sink sink, Duration atMost) throws Exception {
        long count = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
            sink.take(record);
            count++;
        }
        return count;
    }

    /** The sum of where all partitions end now: it moves when anything is written. */
    public long end() {
        return consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            consumer.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isAt(Map<Integer, Long> ends) {
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition.partition(), 0L));
    }
}
