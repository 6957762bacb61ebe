package io.github.camelonomondo.kafka.control;

import io.github.camelonomondo.kafka.TopicReader;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which order to pause or to resume holds, of all partitions of the control topic: within a partition the later one, between
 * partitions the one that was written later. So all instances end alike, however their polls mix the partitions. Not
 * thread-safe.
 */
final class PauseOrders {

    private final CommandSwitch commands;

    /** What stands before these offsets was seen to at the beginning. */
    private final Map<Integer, Long> settled = new TreeMap<>();

    /** When that was written which was obeyed last, and in which partition. */
    private long obeyedAt = Long.MIN_VALUE;

    private int obeyedIn = -1;

    /** What an order that is read for the first time is worth. */
    enum Verdict {
        TO_OBEY,
        /** It was known at the beginning, and is part of what was obeyed then. */
        SETTLED,
        /** One of another partition that was obeyed is younger. */
        TOO_LATE
    }

    PauseOrders(CommandSwitch commands) {
        this.commands = commands;
    }

    /** One that has a flaw is refused by the leader, and obeyed by none. */
    static boolean isOne(ReceivedOrder order) {
        return (isPause(order) || OrderForm.RESUME_COMMANDS.equals(order.name())) && order.flaw() == null;
    }

    static boolean isPause(ReceivedOrder order) {
        return OrderForm.PAUSE_COMMANDS.equals(order.name());
    }

    /** Obeys what was ordered last, also by an order that has no answer yet; as the checkpoint says if none is kept. */
    boolean begin(ControlProgress last, TopicReader reader) throws Exception {
        var paused = new AtomicBoolean(last.paused());
        reader.readToEnd(record -> {
            var order = ReceivedOrder.of(record);
            if (isOne(order) && isLatest(record)) {
                noted(record);
                // What was obeyed before is known better by the checkpoint: later ones may be gone by retention.
                boolean isDone = !last.isBefore(order.partition(), order.offset());
                paused.set(isDone ? last.paused() : isPause(order));
            }
            settled.put(order.partition(), order.offset() + 1);
        });
        set(paused.get());
        return paused.get();
    }

    Verdict on(ConsumerRecord<?, ?> record) {
        if (settled.getOrDefault(record.partition(), 0L) > record.offset()) {
            return Verdict.SETTLED;
        }
        return isLatest(record) ? Verdict.TO_OBEY : Verdict.TOO_LATE;
    }

    void obey(ConsumerRecord<?, ?> record, boolean pause) {
        noted(record);
        set(pause);
    }

    /** What is known of offsets beyond {@code ends} was said of another topic. */
    void forgetBeyond(Map<Integer, Long> ends) {
        settled.entrySet().removeIf(entry -> entry.getValue() > ends.getOrDefault(entry.getKey(), 0L));
    }

    /** The partition is that of a new topic. */
    void forget(int partition) {
        settled.remove(partition);
    }

    /** Within a partition their order counts and not the time, as the clocks of senders differ. */
    private boolean isLatest(ConsumerRecord<?, ?> record) {
        return record.partition() == obeyedIn
                || record.timestamp() > obeyedAt
                || (record.timestamp() == obeyedAt && record.partition() > obeyedIn);
    }

    private void noted(ConsumerRecord<?, ?> record) {
        obeyedIn = record.partition();
        obeyedAt = Math.max(obeyedAt, record.timestamp());
    }

    private void set(boolean pause) {
        if (pause) {
            commands.pause();
        } else {
            commands.resume();
        }
    }
}
