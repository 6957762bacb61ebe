package io.github.camelonomondo.commands;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Commands whose results Kafka has, remembered until their offsets are committed: one that comes again is neither sent nor
 * answered again. Safe to share between threads.
 */
final class AnsweredCommands {

    private final Map<TopicPartition, AnsweredOffsets> offsets = new HashMap<>();

    synchronized void add(CommandRecord record) {
        offsets.computeIfAbsent(record.partition(), partition -> new AnsweredOffsets())
                .add(record.offset());
    }

    synchronized void add(TopicPartition partition, Collection<Long> answered) {
        AnsweredOffsets known = offsets.computeIfAbsent(partition, any -> new AnsweredOffsets());
        answered.forEach(known::add);
    }

    synchronized boolean contains(CommandRecord record) {
        AnsweredOffsets answered = offsets.get(record.partition());
        return answered != null && answered.contains(record.offset());
    }

    /** Offsets below {@code offset} are committed. */
    synchronized void forget(TopicPartition partition, long offset) {
        AnsweredOffsets answered = offsets.get(partition);
        if (answered != null) {
            answered.removeBelow(offset);
        }
    }
}
