package io.github.camelonomondo.commands.result;

import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.kafka.consumer.DoneBefore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Commands that are done: Kafka has acknowledged their results, and the dead letters of those that have one. Remembered
 * until their offsets are committed, so that a record that comes again is neither sent again nor gets a second result. Safe to
 * share between threads.
 */
public final class DoneCommands {

    private final Map<TopicPartition, DoneOffsets> offsets = new HashMap<>();
    /** Of which an offset was committed. */
    private final Set<TopicPartition> committed = new HashSet<>();

    synchronized void add(CommandRecord record) {
        offsets.computeIfAbsent(record.partition(), partition -> new DoneOffsets())
                .add(record.offset());
    }

    /** A partition is about to be read. Where an offset was committed and none is any more, its log is another. */
    public synchronized void begin(TopicPartition partition, DoneBefore.Known known) {
        if (known.isAnyCommitted()) {
            forget(partition, known.committed());
        } else if (committed.remove(partition)) {
            offsets.remove(partition);
        }
        if (!known.done().isEmpty()) {
            DoneOffsets all = offsets.computeIfAbsent(partition, any -> new DoneOffsets());
            known.done().forEach(all::add);
        }
    }

    public synchronized boolean contains(CommandRecord record) {
        DoneOffsets done = offsets.get(record.partition());
        return done != null && done.contains(record.offset());
    }

    /** Offsets that are done and not committed, from {@code offset} on. */
    public synchronized Set<Long> from(TopicPartition partition, long offset) {
        DoneOffsets known = offsets.get(partition);
        return known == null ? Set.of() : known.from(offset);
    }

    /** Offsets below {@code offset} are committed. */
    public synchronized void forget(TopicPartition partition, long offset) {
        committed.add(partition);
        DoneOffsets done = offsets.get(partition);
        if (done != null) {
            done.removeBelow(offset);
            if (done.isEmpty()) {
                offsets.remove(partition);
            }
        }
    }
}
