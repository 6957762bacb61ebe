package io.github.camelonomondo.kafka.consumer;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How much the next batch may still hold, in records and in bytes, and how long it is gathered. Camel gathers it from several
 * polls, up to a number of its own; this one may change from poll to poll. An incomplete batch begins when a poll brings nothing.
 *
 * <p>Camel's own {@code batchingIntervalMs} counts from the start of the batch before: one that took longer, and silence, let the next begin with
 * whatever the first poll brought (CAMEL-23523). This one counts from its own first record. Used by the polling thread alone.
 */
final class BatchRoom {

    /** Many more than a batch of usual commands has; those of a quarter of a megabyte come in smaller batches. */
    static final long MOST_BYTES = 16L * 1024 * 1024;

    /** However steadily records come. */
    private static final Duration LONGEST = Duration.ofMillis(200);

    /** Camel counts in these. */
    private static final Duration TICK = Duration.ofMillis(1);

    private final IntSupplier most;
    private final LongSupplier nanoTime;
    /** Given to Camel, and not yet in a batch. */
    private int given;
    /** When the first of them was. */
    private long since;

    private long givenBytes;
    /** Something polled had no room. */
    private boolean leftOut;
    /** When a partition last had room, counted up; those of its records that it did not have room for come again. */
    private final Map<TopicPartition, Long> hadRoom = new HashMap<>();

    private long turn;

    /** @param most records of one batch, asked at every poll */
    BatchRoom(IntSupplier most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /** True if nothing more is to be read for the batch that is gathered. */
    boolean isClosed() {
        return isFull() || (given > 0 && gathered().compareTo(LONGEST) >= 0);
    }

    /**
     * How long the next poll may last.
     *
     * @param silence without records after which Camel begins an incomplete batch
     */
    Duration untilBegun(Duration silence) {
        if (given == 0) {
            return silence;
        }
        Duration left = (isFull() ? silence : LONGEST).minus(gathered()).plus(TICK);
        if (left.compareTo(TICK) < 0) {
            return TICK;
        }
        return left.compareTo(silence) < 0 ? left : silence;
    }

    private Duration gathered() {
        return Duration.ofNanos(nanoTime.getAsLong() - since);
    }

    /** Records of one batch. */
    int most() {
        return most.getAsInt();
    }

    boolean isFull() {
        return leftOut || given >= most() || givenBytes >= MOST_BYTES;
    }

    /** So many went into a batch. */
    void taken(int records) {
        int left = Math.max(0, given - records);
        givenBytes = given == 0 ? 0 : givenBytes * left / given;
        given = left;
        leftOut = false;
        since = nanoTime.getAsLong();
    }

    /**
     * As much of {@code polled} as there is room for. Who had room longest ago comes first: a partition with a backlog does
     * not keep the others waiting.
     *
     * @param putBack hears from which offset on a partition is to be read again
     */
    ConsumerRecords<Object, Object> fill(
            ConsumerRecords<Object, Object> polled, ObjLongConsumer<TopicPartition> putBack) {
        return fill(polled, putBack, most());
    }

    /** True if Camel has been given something that is in no batch yet. */
    boolean isAnyGiven() {
        return given > 0;
    }

    /** As much of {@code polled} as there is room for, past Camel, in the batch that is in hand. */
    ConsumerRecords<Object, Object> fillUp(
            ConsumerRecords<Object, Object> polled, ObjLongConsumer<TopicPartition> putBack, int mostRecords) {
        ConsumerRecords<Object, Object> records = fill(polled, putBack, mostRecords);
        taken(given);
        return records;
    }

    private ConsumerRecords<Object, Object> fill(
            ConsumerRecords<Object, Object> polled, ObjLongConsumer<TopicPartition> putBack, int mostRecords) {
        var kept = new HashMap<TopicPartition, List<ConsumerRecord<Object, Object>>>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        for (TopicPartition partition : inTurn(polled.partitions())) {
            List<ConsumerRecord<Object, Object>> records = polled.records(partition);
            int fit = give(records, mostRecords);
            if (fit > 0) {
                kept.put(partition, records.subList(0, fit));
                hadRoom.put(partition, ++turn);
            }
            if (fit < records.size()) {
                long again = records.get(fit).offset();
                putBack.accept(partition, again);
                next.put(partition, new OffsetAndMetadata(again));
            }
        }
        return new ConsumerRecords<>(kept, next);
    }

    /** How many of them there is room for: the first at least, however large, if there is none yet. */
    private int give(List<ConsumerRecord<Object, Object>> records, int mostRecords) {
        int fit = 0;
        for (ConsumerRecord<Object, Object> record : records) {
            long bytes = Math.max(0, record.serializedKeySize()) + (long) Math.max(0, record.serializedValueSize());
            if (given >= mostRecords || (given > 0 && givenBytes + bytes > MOST_BYTES)) {
                leftOut = true;
                break;
            }
            since = given == 0 ? nanoTime.getAsLong() : since;
            given++;
            givenBytes += bytes;
            fit++;
        }
        return fit;
    }

    private List<TopicPartition> inTurn(Set<TopicPartition> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparingLong(partition -> hadRoom.getOrDefault(partition, 0L)))
                .toList();
    }
}
