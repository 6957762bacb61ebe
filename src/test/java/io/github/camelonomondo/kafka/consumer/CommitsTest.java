package io.github.camelonomondo.kafka.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

/** What is committed where the brokers are set up otherwise. */
class CommitsTest {

    private static final TopicPartition PARTITION = new TopicPartition("commands", 0);

    private final List<OffsetAndMetadata> asked = new ArrayList<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            OffsetAndMetadata offset = offsets.get(PARTITION);
            asked.add(offset);
            if (!offset.metadata().isEmpty()) {
                throw new OffsetMetadataTooLarge("none is taken");
            }
        }
    };

    @Test
    void areOfTheOffsetAloneWhereTheBrokersTakeNoMetadata() {
        consumer.assign(List.of(PARTITION));
        var own = new OwnRecords();
        own.polled(PARTITION, 0, 9);
        var commits = new Commits(consumer, own);
        var first = DoneAhead.committing(4, Set.of(6L));
        var second = DoneAhead.committing(5, Set.of(6L));

        var committed = commits.commit(Map.of(PARTITION, first), () -> false, () -> {});
        commits.commit(Map.of(PARTITION, second), () -> false, () -> {});

        assertThat(committed).containsOnlyKeys(PARTITION);
        assertThat(asked)
                .as("asked once with it")
                .containsExactly(first, new OffsetAndMetadata(4), new OffsetAndMetadata(5));
    }

    @Test
    void areTriedOnceWhileABatchIsInHandWhateverKafkaSays() {
        var offsets = Map.of(PARTITION, new OffsetAndMetadata(4));

        assertThat(commitsFailingWith(new RebalanceInProgressException()).atOnce(offsets))
                .isEmpty();
        assertThat(commitsFailingWith(new TimeoutException()).atOnce(offsets)).isEmpty();
        assertThat(commitsFailingWith(new CommitFailedException()).atOnce(offsets))
                .isEmpty();
        assertThat(commitsFailingWith(new KafkaException("anything")).atOnce(offsets))
                .isEmpty();
        assertThatThrownBy(() -> commitsFailingWith(new WakeupException()).atOnce(offsets))
                .as("somebody wants the polling thread back")
                .isInstanceOf(WakeupException.class);
    }

    @Test
    void areNoneOfALogThatBeganAnewUntilItIsRead() {
        consumer.assign(List.of(PARTITION));
        var own = new OwnRecords();
        own.polled(PARTITION, 0, 9);
        var commits = new Commits(consumer, own);
        var offsets = Map.of(PARTITION, new OffsetAndMetadata(4));

        own.beganAnew(PARTITION);

        assertThat(commits.atOnce(offsets)).hasValue(Map.of());
        assertThat(commits.commit(offsets, () -> false, () -> {})).isEmpty();
        assertThat(asked).isEmpty();
        own.polled(PARTITION, 0, 2);
        assertThat(commits.atOnce(Map.of(PARTITION, new OffsetAndMetadata(1)))).isPresent();
        assertThat(asked).containsExactly(new OffsetAndMetadata(1));
    }

    private static Commits commitsFailingWith(RuntimeException failure) {
        var failing = new MockConsumer<byte[], byte[]>("earliest") {
            @Override
            public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
                throw failure;
            }
        };
        failing.assign(List.of(PARTITION));
        var own = new OwnRecords();
        own.polled(PARTITION, 0, 9);
        return new Commits(failing, own);
    }
}
