package io.github.camelonomondo.commands;

import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.result.DoneCommands;
import io.github.camelonomondo.commands.result.ResultQueue;
import io.github.camelonomondo.commands.result.ResultWriter;
import io.github.camelonomondo.kafka.consumer.BatchConsumer;
import io.github.camelonomondo.kafka.consumer.BatchInHand;
import io.github.camelonomondo.kafka.consumer.DoneAhead;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The batch in hand, as the consumer sees it: records and how far they are done. Used by the polling thread alone. */
final class Hand implements BatchInHand {

    private static final long HANDOVER_MILLIS = 20_000;
    /** Calls that begin within these have the other half to end: as long as a call takes unless it is configured otherwise. */
    private static final long BEGINNING_MILLIS = HANDOVER_MILLIS / 2;

    private final CommandBatch batch;
    private final Map<TopicPartition, Span> spans = new HashMap<>();
    private final DoneCommands done;
    private final ResultQueue results;
    private final ResultWriter writer;
    private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();

    /** What the batch has of a partition, from the first record on that is not known to be done. */
    private static final class Span {
        private final Deque<CommandRecord> records = new ArrayDeque<>();
        private long next;
        private long bytes;

        void add(CommandRecord record) {
            records.addLast(record);
            next = record.offset() + 1;
            bytes += record.bytes();
        }

        /** Lets go of those that are done. */
        long firstNotDone(DoneCommands done) {
            CommandRecord first = records.peekFirst();
            while (first != null && done.contains(first)) {
                bytes -= first.bytes();
                records.removeFirst();
                first = records.peekFirst();
            }
            return first == null ? next : first.offset();
        }
    }

    Hand(CommandBatch batch, DoneCommands done, ResultQueue results, ResultWriter writer) {
        this.batch = batch;
        this.done = done;
        this.results = results;
        this.writer = writer;
    }

    /** Records whose commands the batch has, behind those that it has of their partitions. */
    void add(BatchReader.Taken taken) {
        taken.records().forEach((partition, read) -> {
            Span span = spans.computeIfAbsent(partition, begun -> new Span());
            read.values().forEach(span::add);
        });
    }

    /** How many records it holds: those that are not done, and what came behind them. */
    int size() {
        int all = 0;
        for (Span span : spans.values()) {
            span.firstNotDone(done);
            all += span.records.size();
        }
        return all;
    }

    /** Offsets from the first of a partition that is not done to the last that came behind it, at the most; also those that are no records. */
    long reach() {
        long longest = 0;
        for (Span span : spans.values()) {
            longest = Math.max(longest, span.next - span.firstNotDone(done));
        }
        return longest;
    }

    /** Bytes of these. */
    long bytes() {
        return spans.values().stream().mapToLong(span -> span.bytes).sum();
    }

    /** When the oldest of these was written, or null if there is none. */
    @Nullable
    Instant oldest() {
        Instant oldest = null;
        for (Span span : spans.values()) {
            CommandRecord first = span.records.peekFirst();
            if (first != null && (oldest == null || first.writtenAt().isBefore(oldest))) {
                oldest = first.writtenAt();
            }
        }
        return oldest;
    }

    /**
     * Commits what is done by now, if that can be done at once.
     *
     * @return false if there was something to commit, and it could not
     */
    boolean commitDone(BatchConsumer consumer) {
        Map<TopicPartition, OffsetAndMetadata> now = done();
        if (now.equals(committed)) {
            return true;
        }
        Map<TopicPartition, OffsetAndMetadata> taken = consumer.commitAtOnce(now);
        taken.forEach((partition, offset) -> done.forget(partition, offset.offset()));
        boolean isAll = taken.size() == now.size();
        committed = isAll ? now : Map.of();
        return isAll;
    }

    /**
     * Commits the highest offset of every partition of the batch, or of what is done if the rest was left. What is done is
     * remembered until its offset is committed: others, or we once more, may read what is not; they are told of it with
     * the offset that is committed.
     */
    void commit(BatchConsumer consumer, BooleanSupplier stopping) {
        if (results.isGivenUp()) {
            consumer.end();
            return;
        }
        boolean left = batch.isLeft();
        consumer.commit(left ? done() : offsets(span -> span.next), stopping)
                .forEach((partition, offset) -> done.forget(partition, offset.offset()));
        if (left) {
            consumer.end();
        }
    }

    /** An exception ended the route amid it. */
    void abandon() {
        batch.abandon();
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> done() {
        return offsets(span -> span.firstNotDone(done));
    }

    @Override
    public void lose(Collection<TopicPartition> partitions) {
        batch.giveUp(Set.copyOf(partitions), 0, 0);
        spans.keySet().removeAll(partitions);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> giveUp(Collection<TopicPartition> partitions) {
        batch.giveUp(Set.copyOf(partitions), BEGINNING_MILLIS, HANDOVER_MILLIS - BEGINNING_MILLIS);
        try {
            writer.hasten();
            results.awaitIdle(HANDOVER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Map<TopicPartition, OffsetAndMetadata> now = done();
        now.keySet().retainAll(partitions);
        spans.keySet().removeAll(partitions);
        return now;
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(ToLongFunction<Span> next) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        spans.forEach((partition, span) -> {
            long first = next.applyAsLong(span);
            offsets.put(partition, DoneAhead.committing(first, done.from(partition, first)));
        });
        return offsets;
    }
}
