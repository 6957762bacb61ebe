package io.github.camelonomondo.kafka.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Which records go into the next batch when there are more than it may hold. */
class BatchRoomTest {

    private static final int PARTITIONS = 6;
    private static final int BACKLOG = 10;

    private final AtomicLong clock = new AtomicLong();

    @Test
    void givesToTheBatchInHandWhatCamelHearsNothingOf() {
        var room = new BatchRoom(() -> BACKLOG, clock::get);
        var again = new HashMap<TopicPartition, Long>();

        var kept = room.fillUp(backlog(new HashMap<>(Map.of(partition(0), 0L))), again::put, 3);

        assertThat(kept.count()).isEqualTo(3);
        assertThat(again).isEqualTo(Map.of(partition(0), 3L));
        assertThat(room.isAnyGiven()).as("to Camel").isFalse();
        assertThat(room.isClosed()).as("for the next batch").isFalse();
    }

    @Test
    void servesEveryPartitionWhileAllHaveABacklog() {
        for (int most : List.of(1, 7, BACKLOG)) {
            var room = new BatchRoom(() -> most, clock::get);
            var positions = new HashMap<TopicPartition, Long>();
            IntStream.range(0, PARTITIONS).forEach(partition -> positions.put(partition(partition), 0L));

            for (int batch = 0; batch < 2 * PARTITIONS; batch++) {
                ConsumerRecords<Object, Object> kept = room.fill(backlog(positions), positions::put);
                assertThat(kept.count()).isEqualTo(most);
                room.taken(kept.count());
                kept.partitions()
                        .forEach(partition -> assertThat(
                                        kept.records(partition).get(0).offset())
                                .isLessThan(kept.nextOffsets().get(partition).offset()));
                kept.nextOffsets().forEach((partition, next) -> positions.put(partition, next.offset()));
            }

            assertThat(positions.values()).as("at most %d", most).allMatch(position -> position > 0);
            assertThat(positions.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(2L * PARTITIONS * most);
        }
    }

    @Test
    void holdsFewLargeRecordsAndOneHoweverLargeItIs() {
        var room = new BatchRoom(() -> 1000, clock::get);
        var putBack = new HashMap<TopicPartition, Long>();
        int quarterOfABatch = (int) (BatchRoom.MOST_BYTES / 4);

        ConsumerRecords<Object, Object> kept = room.fill(of(quarterOfABatch, 10), putBack::put);

        assertThat(kept.count()).isEqualTo(4);
        assertThat(putBack).containsEntry(partition(0), 4L);
        assertThat(room.isFull()).isTrue();

        room.taken(4);
        assertThat(room.isFull()).isFalse();
        assertThat(room.fill(of(5 * quarterOfABatch, 2), putBack::put).count()).isEqualTo(1);
        assertThat(room.isFull()).isTrue();
    }

    @Test
    void isGatheredForAFifthOfASecondFromItsFirstRecordOnHoweverSteadilyOthersCome() {
        var room = new BatchRoom(() -> 1000, clock::get);
        var putBack = new HashMap<TopicPartition, Long>();

        for (int batch = 0; batch < 2; batch++) {
            pass(Duration.ofSeconds(7)); // a batch that takes its time, or silence
            assertThat(room.isClosed()).isFalse();
            room.fill(of(10, 1), putBack::put);
            pass(Duration.ofMillis(150));
            assertThat(room.isClosed()).isFalse();
            room.fill(of(10, 1), putBack::put);
            pass(Duration.ofMillis(50));
            assertThat(room.isClosed()).isTrue();
            room.taken(2);
        }
    }

    @Test
    void waitsForNothingButCamelOnceItIsClosed() {
        var room = new BatchRoom(() -> 1, clock::get);
        room.fill(of(10, 1), new HashMap<TopicPartition, Long>()::put);
        assertThat(room.isClosed()).isTrue();

        pass(Duration.ofMillis(20));
        assertThat(room.untilBegun(Duration.ofMillis(50))).isEqualTo(Duration.ofMillis(31));
        pass(Duration.ofMillis(40));
        assertThat(room.untilBegun(Duration.ofMillis(50))).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void letsNoPollLastLongerThanTheGathering() {
        var room = new BatchRoom(() -> 1000, clock::get);
        assertThat(room.untilBegun(Duration.ofMillis(50))).isEqualTo(Duration.ofMillis(50));
        room.fill(of(10, 1), new HashMap<TopicPartition, Long>()::put);

        pass(Duration.ofMillis(149));
        assertThat(room.untilBegun(Duration.ofMillis(50))).isEqualTo(Duration.ofMillis(50));
        pass(Duration.ofMillis(40));
        assertThat(room.untilBegun(Duration.ofMillis(50))).isEqualTo(Duration.ofMillis(12));
    }

    @Test
    void isClosedWhenSomethingHadNoRoom() {
        var room = new BatchRoom(() -> 1000, clock::get);
        int most = (int) BatchRoom.MOST_BYTES;

        room.fill(of(most - 1, 1), new HashMap<TopicPartition, Long>()::put);
        assertThat(room.isClosed()).isFalse();
        room.fill(of(2, 1), new HashMap<TopicPartition, Long>()::put);
        assertThat(room.isClosed()).isTrue();

        room.taken(1);
        assertThat(room.isClosed()).isFalse();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private static ConsumerRecords<Object, Object> of(int bytes, int count) {
        List<ConsumerRecord<Object, Object>> records = LongStream.range(0, count)
                .mapToObj(offset -> new ConsumerRecord<Object, Object>(
                        "commands",
                        0,
                        offset,
                        0,
                        TimestampType.CREATE_TIME,
                        0,
                        bytes,
                        null,
                        "command",
                        new RecordHeaders(),
                        Optional.empty()))
                .toList();
        return new ConsumerRecords<>(Map.of(partition(0), records), Map.of(partition(0), new OffsetAndMetadata(count)));
    }

    private static ConsumerRecords<Object, Object> backlog(Map<TopicPartition, Long> positions) {
        var polled = new HashMap<TopicPartition, List<ConsumerRecord<Object, Object>>>();
        positions.forEach((partition, from) -> polled.put(
                partition,
                LongStream.range(from, from + BACKLOG)
                        .mapToObj(offset -> new ConsumerRecord<Object, Object>(
                                partition.topic(), partition.partition(), offset, null, "command"))
                        .toList()));
        var next = new HashMap<TopicPartition, OffsetAndMetadata>();
        positions.forEach((partition, from) -> next.put(partition, new OffsetAndMetadata(from + BACKLOG)));
        return new ConsumerRecords<>(polled, next);
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("commands", number);
    }
}
