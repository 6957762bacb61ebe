package io.github.camelonomondo.kafka.consumer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits offsets of what is ours. Used by the polling thread alone. */
final class Commits {

    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    /** For one attempt: Kafka may be away. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Consumer<?, ?> consumer;
    private final OwnRecords records;
    /** The brokers take no metadata of ours: what is done behind an offset is done again then. */
    private boolean metadataRefused;

    Commits(Consumer<?, ?> consumer, OwnRecords records) {
        this.consumer = consumer;
        this.records = records;
    }

    /**
     * Commits what is ours of {@code offsets}. Without Kafka it tries again and again, unless it is to stop.
     *
     * @param betweenAttempts what is done amid a rebalance, or without Kafka, before it is tried again
     * @return those of them that are committed; others will read, and do, what is not: the group moved on, or we stop
     */
    Map<TopicPartition, OffsetAndMetadata> commit(
            Map<TopicPartition, OffsetAndMetadata> offsets, BooleanSupplier stopping, Runnable betweenAttempts) {
        try {
            Optional<Map<TopicPartition, OffsetAndMetadata>> committed = once(offsets, stopping);
            while (committed.isEmpty()) {
                betweenAttempts.run();
                committed = once(offsets, stopping);
            }
            return committed.get();
        } catch (TimeoutException e) {
            LOG.atWarn().addKeyValue("partitions", offsets.keySet()).log("not committed, Kafka is away");
            return Map.of();
        } catch (CommitFailedException e) {
            LOG.atWarn().addKeyValue("partitions", offsets.keySet()).log("not committed, the group has moved on", e);
            return Map.of();
        }
    }

    /** Commits what is ours of {@code offsets}, whose partitions are about to go, if that can be done at once. */
    void beforeTheyGo(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            if (once(offsets, () -> false).isEmpty()) {
                LOG.atWarn().addKeyValue("partitions", offsets.keySet()).log("not committed before they went");
            }
        } catch (CommitFailedException e) {
            LOG.atWarn().addKeyValue("partitions", offsets.keySet()).log("not committed, the group has moved on", e);
        }
    }

    /**
     * Commits what is ours of {@code offsets}, if that can be done at once.
     *
     * @return those of them that are committed, or nothing if the group did not take them, as it does of its members alone
     */
    Optional<Map<TopicPartition, OffsetAndMetadata>> atOnce(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            return once(offsets, () -> false);
        } catch (CommitFailedException e) {
            LOG.atDebug().log("others have our partitions; the next poll says so too", e);
            return Optional.empty();
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("partitions", offsets.keySet()).log("not committed yet", e);
            return Optional.empty();
        }
    }

    /** What was ours and is committed, or nothing if that must be tried again. */
    private Optional<Map<TopicPartition, OffsetAndMetadata>> once(
            Map<TopicPartition, OffsetAndMetadata> offsets, BooleanSupplier stopping) {
        Map<TopicPartition, OffsetAndMetadata> ours = records.among(offsets, consumer.assignment());
        try {
            return Optional.of(
                    ours.isEmpty()
                            ? ours
                            : Denials.unlessDenied(() -> now(ours)).orElseThrow(TimeoutException::new));
        } catch (RebalanceInProgressException e) {
            return Optional.empty();
        } catch (TimeoutException e) {
            if (stopping.getAsBoolean()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> now(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(metadataRefused ? withoutMetadata(offsets) : offsets, PATIENCE);
        } catch (OffsetMetadataTooLarge e) {
            LOG.atWarn().log("offset.metadata.max.bytes of the brokers is too small to say what is done", e);
            metadataRefused = true;
            consumer.commitSync(withoutMetadata(offsets), PATIENCE);
        }
        // Camel may hold a record twice: from before its partition went, and again since it came back.
        records.committed(offsets);
        return offsets;
    }

    private static Map<TopicPartition, OffsetAndMetadata> withoutMetadata(
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        var bare = new HashMap<>(offsets);
        bare.replaceAll((partition, offset) -> new OffsetAndMetadata(offset.offset()));
        return bare;
    }
}
