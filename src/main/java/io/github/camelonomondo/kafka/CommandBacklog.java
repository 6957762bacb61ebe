package io.github.camelonomondo.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The commands that the whole group has not committed, as Kafka has them; so it is true also while nobody reads. Asks with
 * a consumer that is no member of the group. One thread at a time.
 */
public final class CommandBacklog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int POLLS = 25;

    private final Map<String, Object> settings = new HashMap<>();
    private final String topic;
    private @Nullable Consumer<byte[], byte[]> consumer;

    /**
     * What waits.
     *
     * @param commands how many; records of other kinds between them are counted as well
     * @param oldest when the oldest was written; null if none waits
     */
    public record Waiting(long commands, @Nullable Instant oldest) {}

    /** @param group whose offsets count */
    public CommandBacklog(Map<String, ?> kafka, String topic, String group) {
        this.topic = topic;
        settings.putAll(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        // One record of each partition is wanted.
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * 1024);
    }

    /** What waits now; throws what Kafka's client throws, and may be called again then. */
    public Waiting look() {
        try {
            Consumer<byte[], byte[]> open = consumer;
            if (open == null) {
                open = new BytesConsumer(settings);
                consumer = open;
            }
            return look(open);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Waiting look(Consumer<byte[], byte[]> open) {
        List<TopicPartition> partitions = open.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (open.assignment().size() != partitions.size()) {
            open.assign(partitions);
        }
        open.pause(partitions);
        Map<TopicPartition, Long> next = next(open, partitions);
        Map<TopicPartition, Long> ends = open.endOffsets(partitions);
        Set<TopicPartition> lagging = partitions.stream()
                .filter(partition -> next.getOrDefault(partition, 0L) < ends.getOrDefault(partition, 0L))
                .collect(Collectors.toCollection(HashSet::new));
        long commands = 0;
        Instant oldest = null;
        for (ConsumerRecord<byte[], byte[]> first : first(open, lagging, next, ends)) {
            var partition = new TopicPartition(first.topic(), first.partition());
            commands += ends.getOrDefault(partition, 0L) - first.offset();
            Instant written = Instant.ofEpochMilli(first.timestamp());
            oldest = oldest == null || written.isBefore(oldest) ? written : oldest;
        }
        return new Waiting(commands, oldest);
    }

    /** The first offset of each partition that is not committed. */
    private static Map<TopicPartition, Long> next(Consumer<?, ?> open, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> next = new HashMap<>(open.beginningOffsets(partitions));
        Map<TopicPartition, OffsetAndMetadata> committed = open.committed(Set.copyOf(partitions));
        // Retention may have passed what was committed.
        committed.forEach((partition, offset) -> {
            if (offset != null) {
                next.merge(partition, offset.offset(), Math::max);
            }
        });
        return next;
    }

    /** The first record of each partition that has one: behind the last command there may be the end of a transaction. */
    private static List<ConsumerRecord<byte[], byte[]>> first(
            Consumer<byte[], byte[]> open,
            Set<TopicPartition> lagging,
            Map<TopicPartition, Long> next,
            Map<TopicPartition, Long> ends) {
        lagging.forEach(partition -> open.seek(partition, next.getOrDefault(partition, 0L)));
        open.resume(lagging);
        var found = new HashMap<TopicPartition, ConsumerRecord<byte[], byte[]>>();
        for (int polls = 0; polls < POLLS && !lagging.isEmpty(); polls++) {
            ConsumerRecords<byte[], byte[]> records = open.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                found.putIfAbsent(partition, records.records(partition).get(0));
            }
            lagging.removeIf(partition ->
                    found.containsKey(partition) || open.position(partition) >= ends.getOrDefault(partition, 0L));
            open.pause(found.keySet());
        }
        return List.copyOf(found.values());
    }

    @Override
    public void close() {
        Consumer<byte[], byte[]> open = consumer;
        consumer = null;
        boolean interrupted = Thread.interrupted();
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
