package io.github.camelonomondo.kafka;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How much the next batch may still hold. Camel gathers it from several polls, up to a number that is fixed when the
 * consumer is made; this one may change from poll to poll. Used by the polling thread alone.
 */
final class BatchRoom {

    private final IntSupplier most;
    /** Given to Camel, and not yet in a batch. */
    private int given;
    /** When a partition last had room, counted up; those of its records that it did not have room for come again. */
    private final Map<TopicPartition, Long> hadRoom = new HashMap<>();

    private long turn;

    /** @param most records of one batch, asked at every poll */
    BatchRoom(IntSupplier most) {
        this.most = most;
    }

    boolean isFull() {
        return given >= most.getAsInt();
    }

    /** So many went into a batch. */
    void taken(int records) {
        given = Math.max(0, given - records);
    }

    /**
     * As much of {@code polled} as there is room for. Who had room longest ago comes first: a partition with a backlog does
     * not keep the others waiting.
     *
     * @param putBack hears from which offset on a partition is to be read again
     */
    ConsumerRecords<Object, Object> fill(
            ConsumerRecords<Object, Object> polled, ObjLongConsumer<TopicPartition> putBack) {
        int room = Math.max(0, most.getAsInt() - given);
        if (polled.count() <= room) {
            given += polled.count();
            return polled;
        }
        var kept = new HashMap<TopicPartition, List<ConsumerRecord<Object, Object>>>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        for (TopicPartition partition : inTurn(polled.partitions())) {
            List<ConsumerRecord<Object, Object>> records = polled.records(partition);
            int fit = Math.min(room, records.size());
            if (fit > 0) {
                kept.put(partition, records.subList(0, fit));
                hadRoom.put(partition, ++turn);
            }
            if (fit < records.size()) {
                long again = records.get(fit).offset();
                putBack.accept(partition, again);
                next.put(partition, new OffsetAndMetadata(again));
            }
            room -= fit;
            given += fit;
        }
        return new ConsumerRecords<>(kept, next);
    }

    private List<TopicPartition> inTurn(Set<TopicPartition> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparingLong(partition -> hadRoom.getOrDefault(partition, 0L)))
                .toList();
    }
}
