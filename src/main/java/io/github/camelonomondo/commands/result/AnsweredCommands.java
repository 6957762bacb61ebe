package io.github.camelonomondo.commands.result;

import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.kafka.consumer.AnsweredBefore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Commands whose results Kafka has, remembered until their offsets are committed: one that comes again is neither sent nor
 * answered again. Safe to share between threads.
 */
final class AnsweredCommands {

    private final Map<TopicPartition, AnsweredOffsets> offsets = new HashMap<>();
    /** Of which an offset was committed. */
    private final Set<TopicPartition> committed = new HashSet<>();

    synchronized void add(CommandRecord record) {
        offsets.computeIfAbsent(record.partition(), partition -> new AnsweredOffsets())
                .add(record.offset());
    }

    /** A partition is about to be read. Where an offset was committed and none is any more, its log is another. */
    synchronized void begin(TopicPartition partition, AnsweredBefore.Known known) {
        if (known.isAnyCommitted()) {
            forget(partition, known.committed());
        } else if (committed.remove(partition)) {
            offsets.remove(partition);
        }
        if (!known.answered().isEmpty()) {
            AnsweredOffsets all = offsets.computeIfAbsent(partition, any -> new AnsweredOffsets());
            known.answered().forEach(all::add);
        }
    }

    synchronized boolean contains(CommandRecord record) {
        AnsweredOffsets answered = offsets.get(record.partition());
        return answered != null && answered.contains(record.offset());
    }

    synchronized Set<Long> from(TopicPartition partition, long offset) {
        AnsweredOffsets known = offsets.get(partition);
        return known == null ? Set.of() : known.from(offset);
    }

    /** Offsets below {@code offset} are committed. */
    synchronized void forget(TopicPartition partition, long offset) {
        committed.add(partition);
        AnsweredOffsets answered = offsets.get(partition);
        if (answered != null) {
            answered.removeBelow(offset);
            if (answered.isEmpty()) {
                offsets.remove(partition);
            }
        }
    }
}
