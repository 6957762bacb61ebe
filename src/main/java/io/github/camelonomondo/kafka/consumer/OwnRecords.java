package io.github.camelonomondo.kafka.consumer;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the records that were read are still to be worked on. Camel gathers records before it hands them over, and may
 * hold some for longer than they are ours: from before their partition went and came back, or from behind a place that is
 * to be read again. Used by the polling thread alone.
 */
final class OwnRecords {

    private static final Logger LOG = LoggerFactory.getLogger(OwnRecords.class);

    /** Where reading began, per partition, since it was last assigned to us, or what is committed since. */
    private final Map<TopicPartition, Long> from = new HashMap<>();
    /** The last record that was polled, and not put back since. */
    private final Map<TopicPartition, Long> readUpTo = new HashMap<>();
    /** Whose logs began anew, and are to be read from there. */
    private final Set<TopicPartition> anew = new HashSet<>();
    /** To be read again, and not polled since. */
    private final Set<TopicPartition> putBack = new HashSet<>();
    /** The first record that was polled since; what Camel still holds from before comes ahead of it. */
    private final Map<TopicPartition, Long> awaited = new HashMap<>();

    /**
     * Records of a partition go to Camel, or to the batch in hand. We never go back behind what is committed, or was read and not put back: a
     * record from before it is of another log under the same name.
     *
     * @param offset of the first
     * @param last of the last
     * @return false if they are of another log than those before
     */
    boolean polled(TopicPartition partition, long offset, long last) {
        boolean isAnew = isOfAnotherLog(partition, offset);
        if (isAnew) {
            LOG.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("offset", offset)
                    .addKeyValue("readUpTo", readUpTo.get(partition))
                    .log("the log begins anew: its topic was made again, or was cut");
            from.remove(partition);
        }
        anew.remove(partition);
        readUpTo.put(partition, last);
        boolean begins = from.putIfAbsent(partition, offset) == null;
        if (putBack.remove(partition) || begins) {
            awaited.put(partition, offset);
        }
        return !isAnew;
    }

    /** True if records from {@code offset} on are of another log than those that were polled. */
    boolean isOfAnotherLog(TopicPartition partition, long offset) {
        Long begin = from.get(partition);
        Long read = readUpTo.get(partition);
        return (begin != null && offset < begin) || (read != null && offset <= read);
    }

    /** Offsets of what was read before mean other records by now: none is committed before these are polled. */
    void beganAnew(TopicPartition partition) {
        anew.add(partition);
    }

    /** What was read of a partition and is not in a batch is to be read again. */
    void putBack(TopicPartition partition) {
        putBack.add(partition);
        awaited.remove(partition);
        readUpTo.remove(partition);
    }

    /** True if it is to be worked on. Asked once for each record, in the order in which they were polled. */
    boolean include(TopicPartition partition, long offset) {
        Long begin = from.get(partition);
        if (begin == null || offset < begin || putBack.contains(partition)) {
            return false;
        }
        Long first = awaited.get(partition);
        if (first == null) {
            return true;
        }
        return first == offset && awaited.remove(partition, first);
    }

    /** Those of partitions that are ours, and were not away since they were read. */
    Map<TopicPartition, OffsetAndMetadata> among(
            Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> assigned) {
        var ours = new HashMap<>(offsets);
        ours.keySet().retainAll(assigned);
        // One that went and came back is ours, but others may have committed more of it.
        ours.keySet().retainAll(from.keySet());
        ours.keySet().removeAll(anew);
        return ours;
    }

    /** Nothing below is to be worked on any more. */
    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, next) -> from.merge(partition, next.offset(), Math::max));
    }

    /** Partitions went to others. */
    void gone(Collection<TopicPartition> partitions) {
        from.keySet().removeAll(partitions);
        readUpTo.keySet().removeAll(partitions);
        anew.removeAll(partitions);
        putBack.removeAll(partitions);
        awaited.keySet().removeAll(partitions);
    }

    /** Nothing is to be worked on any more. */
    void end() {
        from.clear();
        readUpTo.clear();
        anew.clear();
        putBack.clear();
        awaited.clear();
    }
}
