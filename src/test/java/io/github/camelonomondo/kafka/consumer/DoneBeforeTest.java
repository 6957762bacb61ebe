package io.github.camelonomondo.kafka.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.kafka.consumer.DoneBefore.Known;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is learned of a partition with its first records. */
class DoneBeforeTest {

    private static final TopicPartition PARTITION = new TopicPartition("commands", 0);

    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private boolean away;
    private long begin;
    private final DoneBefore before = new DoneBefore(new MockConsumer<byte[], byte[]>("earliest") {
        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> partitions, Duration timeout) {
            if (away) {
                throw new TimeoutException("nobody answers");
            }
            var asked = new HashMap<TopicPartition, OffsetAndMetadata>();
            partitions.forEach(partition -> asked.put(partition, committed.get(partition)));
            return asked;
        }

        @Override
        public synchronized Map<TopicPartition, Long> beginningOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            return Map.of(PARTITION, begin);
        }
    });

    @Test
    void isAskedAgainWhereKafkaDidNotSay() {
        committed.put(PARTITION, DoneAhead.committing(4, Set.of(6L)));
        before.assigned(List.of(PARTITION));
        away = true;

        assertThat(before.isKnownOf(recordsFrom(4))).isFalse();
        assertThat(before.drain()).isEmpty();

        away = false;
        assertThat(before.isKnownOf(recordsFrom(4))).isTrue();
        assertThat(before.drain()).isEqualTo(Map.of(PARTITION, new Known(4, Set.of(6L))));
    }

    @Test
    void isAskedOnceForEachAssignment() {
        committed.put(PARTITION, DoneAhead.committing(4, Set.of(6L)));
        before.assigned(List.of(PARTITION));
        before.isKnownOf(recordsFrom(4));
        before.drain();
        away = true;

        assertThat(before.isKnownOf(recordsFrom(5))).isTrue();

        before.assigned(List.of(PARTITION));
        assertThat(before.isKnownOf(recordsFrom(5))).isFalse();
        before.gone(List.of(PARTITION));
        assertThat(before.isKnownOf(recordsFrom(5))).isTrue();
    }

    @Test
    void isNothingWhereTheLogBeginsBeforeWhatIsCommitted() {
        committed.put(PARTITION, DoneAhead.committing(4, Set.of(6L)));
        before.assigned(List.of(PARTITION));

        before.isKnownOf(recordsFrom(0));

        assertThat(before.drain()).isEqualTo(Map.of(PARTITION, new Known(Long.MAX_VALUE, Set.of())));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void saysThatCommandsWereDeletedBeforeTheyWereRead(CapturedOutput log) {
        committed.put(PARTITION, new OffsetAndMetadata(4));
        begin = 7;
        before.assigned(List.of(PARTITION));

        before.isKnownOf(recordsFrom(7));

        assertThat(log.getAll()).contains("deleted before they were read").contains("from=\"4\" to=\"7\"");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void saysNothingOfTheEndOfATransactionNorOfWhatWasDone(CapturedOutput log) {
        committed.put(PARTITION, DoneAhead.committing(4, Set.of(4L, 5L)));
        begin = 7;
        before.assigned(List.of(PARTITION));

        before.isKnownOf(recordsFrom(7));

        assertThat(log.getAll()).doesNotContain("deleted");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void saysNothingOfOffsetsThatAreNoRecords(CapturedOutput log) {
        committed.put(PARTITION, new OffsetAndMetadata(4));
        before.assigned(List.of(PARTITION));

        before.isKnownOf(recordsFrom(7));

        assertThat(log.getAll()).doesNotContain("deleted");
    }

    private static ConsumerRecords<byte[], byte[]> recordsFrom(long offset) {
        var record = new ConsumerRecord<byte[], byte[]>(PARTITION.topic(), PARTITION.partition(), offset, null, null);
        return new ConsumerRecords<>(Map.of(PARTITION, List.of(record)), Map.of());
    }
}
