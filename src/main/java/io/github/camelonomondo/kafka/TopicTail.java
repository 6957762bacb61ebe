package io.github.camelonomondo.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows topics from where they end now, without a group, committed records only. It is for looking on: what it cannot
 * keep up with it leaves out. One thread at a time.
 */
public final class TopicTail implements AutoCloseable {

    private static final int MOST_AT_ONCE = 200;
    private static final long MOST_BEHIND = 1_000;

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    public TopicTail(Map<String, ?> kafka, Collection<String> topics) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_AT_ONCE);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1024 * 1024);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        consumer = new BytesConsumer(settings);
        try {
            partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new KafkaException("there is none of the topics " + topics);
            }
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** What comes within {@code atMost}; returns as soon as something did. */
    public Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration atMost) {
        var records = consumer.poll(atMost);
        var behind = partitions.stream()
                .filter(partition -> consumer.currentLag(partition).orElse(0) > MOST_BEHIND)
                .toList();
        if (!behind.isEmpty()) { // none would mean all
            consumer.seekToEnd(behind);
        }
        return records;
    }

    /** How many records one of the topics holds. */
    public long size(String topic) {
        var mine = partitions.stream()
                .filter(partition -> partition.topic().equals(topic))
                .toList();
        return sum(consumer.endOffsets(mine)) - sum(consumer.beginningOffsets(mine));
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
