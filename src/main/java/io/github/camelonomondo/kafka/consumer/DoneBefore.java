package io.github.camelonomondo.kafka.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of the partitions that are assigned to us was done before, behind the offset that is committed: by others, or by us
 * before the last start. Used by the polling thread alone.
 */
public final class DoneBefore {

    private static final Logger LOG = LoggerFactory.getLogger(DoneBefore.class);

    /** Kafka may be away; it is asked again with the next records. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The end of a transaction takes an offset. */
    private static final long MARKER = 1;

    private final Consumer<?, ?> consumer;
    private final Set<TopicPartition> unknown = new HashSet<>();
    private final Map<TopicPartition, Known> learned = new HashMap<>();

    /**
     * What is known of a partition that was assigned to us, or whose log began anew.
     *
     * @param committed the offset that is committed: what is below is over
     * @param done offsets from there on that were done before
     */
    public record Known(long committed, Set<Long> done) {

        private static final Known NONE_COMMITTED = new Known(-1, Set.of());

        /** It is another log than that of which something was done. */
        private static final Known ANEW = new Known(Long.MAX_VALUE, Set.of());

        /** The first offset that is not done. */
        long notDone() {
            long next = committed;
            while (done.contains(next)) {
                next++;
            }
            return next;
        }

        /** False if there is no committed offset. */
        public boolean isAnyCommitted() {
            return committed >= 0;
        }
    }

    DoneBefore(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    void assigned(Collection<TopicPartition> partitions) {
        unknown.addAll(partitions);
    }

    void gone(Collection<TopicPartition> partitions) {
        unknown.removeAll(partitions);
        learned.keySet().removeAll(partitions);
    }

    /** Its log began anew: what was done under the same offsets was something else. */
    void anew(TopicPartition partition) {
        learned.put(partition, Known.ANEW);
    }

    /** True if it is known of all partitions of {@code records}; Kafka is asked if it is not. */
    boolean isKnownOf(ConsumerRecords<?, ?> records) {
        var asked = new HashSet<>(records.partitions());
        asked.retainAll(unknown);
        return asked.isEmpty()
                || Denials.unlessDenied(() -> ask(asked, records)).orElse(false);
    }

    private boolean ask(Set<TopicPartition> partitions, ConsumerRecords<?, ?> records) {
        try {
            Map<TopicPartition, Long> gaps = new HashMap<>();
            consumer.committed(partitions, PATIENCE).forEach((partition, committed) -> {
                long first = records.records(partition).get(0).offset();
                var known = known(committed, first);
                learned.put(partition, known);
                if (known.isAnyCommitted() && first - known.notDone() > MARKER) {
                    gaps.put(partition, known.notDone());
                }
            });
            unknown.removeAll(partitions);
            if (!gaps.isEmpty()) {
                warnOfDeleted(gaps);
            }
            return true;
        } catch (TimeoutException e) {
            LOG.atWarn()
                    .addKeyValue("partitions", partitions)
                    .log("they are read once Kafka says what of them is done", e);
            return false;
        }
    }

    /** What lies between is no record, or was one, and Kafka kept it for less long than nobody read it. */
    private void warnOfDeleted(Map<TopicPartition, Long> gaps) {
        try {
            consumer.beginningOffsets(gaps.keySet(), PATIENCE).forEach((partition, begin) -> {
                long from = gaps.getOrDefault(partition, begin);
                if (begin - from > MARKER) {
                    LOG.atWarn()
                            .addKeyValue("partition", partition)
                            .addKeyValue("from", from)
                            .addKeyValue("to", begin)
                            .log("commands were deleted before they were read, as the retention of their topic is too"
                                    + " short; or all that was there were the ends of transactions");
                }
            });
        } catch (TimeoutException e) {
            LOG.atDebug().log("nobody says where the partitions begin", e);
        }
    }

    private static Known known(@Nullable OffsetAndMetadata committed, long first) {
        if (committed == null) {
            return Known.NONE_COMMITTED;
        }
        return first < committed.offset() ? Known.ANEW : new Known(committed.offset(), DoneAhead.in(committed));
    }

    /** By partition, as far as it came to be known since this was called last. */
    Map<TopicPartition, Known> drain() {
        Map<TopicPartition, Known> known = Map.copyOf(learned);
        learned.clear();
        return known;
    }
}
