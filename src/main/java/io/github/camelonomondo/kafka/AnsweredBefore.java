package io.github.camelonomondo.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of the partitions that are assigned to us was answered before, behind the offset that is committed: by others, or by us
 * before the last start. Used by the polling thread alone.
 */
final class AnsweredBefore {

    private static final Logger LOG = LoggerFactory.getLogger(AnsweredBefore.class);

    /** Kafka may be away; it is asked again with the next records. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Consumer<?, ?> consumer;
    private final Set<TopicPartition> unknown = new HashSet<>();
    private final Map<TopicPartition, Set<Long>> offsets = new HashMap<>();

    AnsweredBefore(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    void assigned(Collection<TopicPartition> partitions) {
        unknown.addAll(partitions);
    }

    void gone(Collection<TopicPartition> partitions) {
        unknown.removeAll(partitions);
        offsets.keySet().removeAll(partitions);
    }

    /** True if it is known of all of {@code partitions}; Kafka is asked if it is not. */
    boolean isKnownOf(Set<TopicPartition> partitions) {
        var asked = new HashSet<>(partitions);
        asked.retainAll(unknown);
        return asked.isEmpty() || Denials.unlessDenied(() -> ask(asked)).orElse(false);
    }

    private boolean ask(Set<TopicPartition> partitions) {
        try {
            consumer.committed(partitions, PATIENCE).forEach(this::take);
            unknown.removeAll(partitions);
            return true;
        } catch (TimeoutException e) {
            LOG.atWarn()
                    .addKeyValue("partitions", partitions)
                    .log("they are read once Kafka says what of them is answered", e);
            return false;
        }
    }

    private void take(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
        Set<Long> answered = committed == null ? Set.of() : AnsweredAhead.in(committed);
        if (!answered.isEmpty()) {
            offsets.put(partition, answered);
        }
    }

    /** Offsets by partition, as far as they came to be known since this was called last. */
    Map<TopicPartition, Set<Long>> take() {
        Map<TopicPartition, Set<Long>> known = Map.copyOf(offsets);
        offsets.clear();
        return known;
    }
}
