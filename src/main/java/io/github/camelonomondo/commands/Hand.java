package io.github.camelonomondo.commands;

import io.github.camelonomondo.kafka.AnsweredAhead;
import io.github.camelonomondo.kafka.BatchConsumer;
import io.github.camelonomondo.kafka.BatchInHand;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The batch in hand, as the consumer sees it: records and how far they are answered. Used by the polling thread alone. */
final class Hand implements BatchInHand {

    private static final long HANDOVER_MILLIS = 20_000;

    private final CommandBatch batch;
    private final Map<TopicPartition, NavigableMap<Long, CommandRecord>> records;
    private final CommandAnswers answers;

    /** @param records of the batch, none of the maps empty; those of partitions that go are taken out */
    Hand(CommandBatch batch, Map<TopicPartition, NavigableMap<Long, CommandRecord>> records, CommandAnswers answers) {
        this.batch = batch;
        this.records = records;
        this.answers = answers;
    }

    /**
     * Commits the highest offset of every partition of the batch, or of what is answered if the rest was left. Answers are
     * remembered until their offsets are committed: others, or we once more, may read what is not; they are told of
     * them with the offset that is committed.
     */
    void commit(BatchConsumer consumer, BooleanSupplier stopping) {
        if (answers.isGivenUp()) {
            consumer.end();
            return;
        }
        boolean left = batch.isLeft();
        consumer.commit(left ? answered() : offsets(read -> read.lastKey() + 1), stopping)
                .forEach((partition, offset) -> answers.forget(partition, offset.offset()));
        if (left) {
            consumer.end();
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> answered() {
        return offsets(this::firstUnanswered);
    }

    @Override
    public void lose(Collection<TopicPartition> partitions) {
        batch.giveUp(Set.copyOf(partitions), 0);
        records.keySet().removeAll(partitions);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> giveUp(Collection<TopicPartition> partitions) {
        batch.giveUp(Set.copyOf(partitions), HANDOVER_MILLIS);
        try {
            answers.hasten();
            answers.awaitIdle(HANDOVER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Map<TopicPartition, OffsetAndMetadata> done = answered();
        done.keySet().retainAll(partitions);
        records.keySet().removeAll(partitions);
        return done;
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(ToLongFunction<NavigableMap<Long, CommandRecord>> next) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        records.forEach((partition, read) -> {
            long first = next.applyAsLong(read);
            offsets.put(partition, AnsweredAhead.committing(first, answers.answeredFrom(partition, first)));
        });
        return offsets;
    }

    private long firstUnanswered(NavigableMap<Long, CommandRecord> read) {
        for (CommandRecord record : read.values()) {
            if (!answers.isAnswered(record)) {
                return record.offset();
            }
        }
        return read.lastKey() + 1;
    }
}
