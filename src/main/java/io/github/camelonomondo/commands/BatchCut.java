package io.github.camelonomondo.commands;

import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.parse.Parsed;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * How much of what was read goes into a batch: as much as the calls allow that a batch may need, and one command at least.
 * Used by the polling thread alone.
 */
final class BatchCut {

    private final CommandBatch.BatchTools tools;
    private final Supplier<BatchLimit> limit;
    /** When a partition last had a command in a batch, counted up: who had one longest ago comes first. */
    private final Map<TopicPartition, Long> hadTurn = new HashMap<>();

    private long turn;

    /** @param limit asked for each batch */
    BatchCut(CommandBatch.BatchTools tools, Supplier<BatchLimit> limit) {
        this.tools = tools;
        this.limit = limit;
    }

    /** A record that was read, and what it turned out to be. */
    record Read(CommandRecord record, Parsed parsed) {}

    /** Why something was left out. */
    enum Reason {
        /** Nothing was. */
        NONE,
        /** The next command of a partition is for a SIM that is busy for long enough. There is room for others. */
        BUSY_SIM,
        /** The batch needs as many calls as it may. */
        FULL
    }

    /**
     * What a batch does not take.
     *
     * @param from the first offset of each partition that is left to the next batch, and with it all that follows there
     */
    record LeftOut(Map<TopicPartition, Long> from, Reason reason) {}

    /**
     * What is left to the next batch. Partitions take turns, so that one with a backlog does not keep the others waiting.
     *
     * @param read each partition in its order
     * @param inHand commands that the batch has already
     */
    LeftOut leftOut(List<Read> read, Supplier<List<Command>> inHand) {
        BatchLimit most = limit.get();
        if (most.equals(BatchLimit.NONE)) {
            return new LeftOut(Map.of(), Reason.NONE);
        }
        var calls = new ExpectedCalls(tools);
        List<Command> already = inHand.get();
        already.forEach(command -> calls.add(command, Integer.MAX_VALUE));
        var waiting = byPartition(read);
        var from = new HashMap<TopicPartition, Long>();
        boolean isFirst = already.isEmpty();
        while (!waiting.isEmpty()) {
            for (var each = waiting.entrySet().iterator(); each.hasNext(); ) {
                Map.Entry<TopicPartition, Deque<Read>> one = each.next();
                Deque<Read> next = one.getValue();
                if (next.getFirst().parsed() instanceof Parsed.Accepted accepted) {
                    if (!calls.add(accepted.command(), isFirst ? Integer.MAX_VALUE : most.inARow())) {
                        // Its SIM is busy for long enough. Others wait for it in its partition alone.
                        from.put(one.getKey(), offset(next));
                        each.remove();
                        continue;
                    }
                    if (!isFirst && calls.inAll() > most.calls()) {
                        waiting.forEach((partition, rest) -> from.put(partition, offset(rest)));
                        return new LeftOut(from, Reason.FULL);
                    }
                    isFirst = false;
                    hadTurn.put(one.getKey(), ++turn);
                }
                next.removeFirst();
                if (next.isEmpty()) {
                    each.remove();
                }
            }
        }
        return new LeftOut(from, from.isEmpty() ? Reason.NONE : Reason.BUSY_SIM);
    }

    private static long offset(Deque<Read> rest) {
        return rest.getFirst().record().offset();
    }

    private Map<TopicPartition, Deque<Read>> byPartition(List<Read> read) {
        var partitions = new HashMap<TopicPartition, Deque<Read>>();
        read.forEach(one -> partitions
                .computeIfAbsent(one.record().partition(), partition -> new ArrayDeque<>())
                .add(one));
        var inTurn = new LinkedHashMap<TopicPartition, Deque<Read>>();
        partitions.entrySet().stream()
                .sorted(Comparator.comparingLong(of -> hadTurn.getOrDefault(of.getKey(), 0L)))
                .forEach(of -> inTurn.put(of.getKey(), of.getValue()));
        return inTurn;
    }
}
