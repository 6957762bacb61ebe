package io.github.camelonomondo.kafka.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.NoListener;
import io.github.camelonomondo.support.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is gathered for a batch, by a consumer that could poll all there is at once. */
class BatchConsumerTest {

    private static final String TOPIC = "commands";
    private static final int RECORDS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    @Test
    void gathersWhatABatchMayHoldAtTheMomentAndLosesNothing() {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers())) {
            // Given
            topics.create(3, TOPIC);
            IntStream.range(0, RECORDS)
                    .forEach(number -> topics.send(TOPIC, Integer.toString(number), Integer.toString(number)));
            topics.flush();
            var most = new AtomicInteger(40);
            try (var consumer = new BatchConsumer(settings(broker), () -> false, new BatchRoom(most::get, () -> 0))) {
                consumer.subscribe(List.of(TOPIC), new NoListener());
                var read = new ArrayList<String>();

                // When
                List<String> first = batch(consumer, 40);

                // Then
                assertThat(first).hasSize(40);
                assertThat(poll(consumer)).as("with the batch not yet begun").isEmpty();

                // When
                consumer.taken(40);
                most.set(7);
                List<String> second = batch(consumer, 7);

                // Then
                assertThat(second).hasSize(7);
                assertThat(poll(consumer)).as("with the batch not yet begun").isEmpty();

                // When
                consumer.taken(7);
                most.set(5000);
                List<String> rest = batch(consumer, RECORDS - 47);

                // Then
                read.addAll(first);
                read.addAll(second);
                read.addAll(rest);
                assertThat(read).hasSize(RECORDS).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void endsTheGatheringOfABatchWhileOthersKeepComing() {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers())) {
            // Given
            topics.create(1, TOPIC);
            var clock = new AtomicLong();
            var room = new BatchRoom(() -> 5000, clock::get);
            try (var consumer = new BatchConsumer(settings(broker), () -> false, room)) {
                consumer.subscribe(List.of(TOPIC), new NoListener());
                topics.send(TOPIC, "a", "first");
                topics.flush();
                assertThat(batch(consumer, 1)).containsExactly("first");

                // When
                clock.addAndGet(Duration.ofMillis(200).toNanos());
                topics.send(TOPIC, "a", "second");
                topics.flush();

                // Then
                for (int poll = 1; poll <= 20; poll++) {
                    assertThat(poll(consumer)).isEmpty();
                }
                consumer.taken(1);
                assertThat(batch(consumer, 1)).containsExactly("second");
            }
        }
    }

    @Test
    void leavesForLaterWhatCameWhileItWasStopped() {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers())) {
            // Given
            topics.create(1, TOPIC);
            var looks = new AtomicInteger();
            var isPaused = new AtomicBoolean();
            try (var consumer = new BatchConsumer(
                    settings(broker),
                    () -> isPaused.get() && looks.incrementAndGet() % 2 == 0, // in each poll: not before it, and then
                    new BatchRoom(() -> 5000, () -> 0))) {
                consumer.subscribe(List.of(TOPIC), new NoListener());
                topics.send(TOPIC, "a", "before");
                topics.flush();
                assertThat(batch(consumer, 1)).containsExactly("before");
                consumer.taken(1);

                // When
                isPaused.set(true);
                topics.send(TOPIC, "a", "meanwhile");
                topics.flush();

                // Then
                for (int poll = 1; poll <= 40; poll++) {
                    assertThat(poll(consumer)).isEmpty();
                }
                isPaused.set(false);
                assertThat(batch(consumer, 1)).containsExactly("meanwhile");
            }
        }
    }

    @Test
    void hasNoRecordInHandAgainOnceItsOffsetIsCommitted() {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers())) {
            // Given
            topics.create(1, TOPIC);
            IntStream.range(0, 10).forEach(number -> topics.send(TOPIC, null, Integer.toString(number)));
            topics.flush();
            try (var consumer = new BatchConsumer(settings(broker), () -> false, new BatchRoom(() -> 5000, () -> 0))) {
                consumer.subscribe(List.of(TOPIC), new NoListener());
                batch(consumer, 10);
                var partition = new TopicPartition(TOPIC, 0);
                assertThat(IntStream.range(0, 10)).allMatch(offset -> consumer.isOurs(partition, offset));

                // When
                var others = new TopicPartition(TOPIC, 1);
                var committed = consumer.commit(
                        Map.of(partition, new OffsetAndMetadata(6), others, new OffsetAndMetadata(7)), () -> false);

                // Then
                assertThat(committed).containsOnlyKeys(partition);
                assertThat(consumer.isOurs(partition, 5)).isFalse();
                assertThat(consumer.isOurs(partition, 6)).isTrue();
            }
        }
    }

    @Test
    void readsWhatIsPutBackAgainAndTakesNothingFromBehindItBefore() {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers())) {
            // Given
            topics.create(1, TOPIC);
            IntStream.range(0, 10).forEach(number -> topics.send(TOPIC, null, Integer.toString(number)));
            topics.flush();
            try (var consumer = new BatchConsumer(settings(broker), () -> false, new BatchRoom(() -> 5000, () -> 0))) {
                consumer.subscribe(List.of(TOPIC), new NoListener());
                batch(consumer, 10);
                var partition = new TopicPartition(TOPIC, 0);
                // Camel made a batch of the first six, and holds the others.
                assertThat(IntStream.range(0, 6)).allMatch(offset -> consumer.isOurs(partition, offset));

                // When
                consumer.putBack(partition, 4);

                // Then
                assertThat(IntStream.range(6, 8)).noneMatch(offset -> consumer.isOurs(partition, offset));
                assertThat(batch(consumer, 6)).containsExactly("4", "5", "6", "7", "8", "9");
                assertThat(IntStream.range(8, 10)).noneMatch(offset -> consumer.isOurs(partition, offset));
                assertThat(IntStream.range(4, 10)).allMatch(offset -> consumer.isOurs(partition, offset));
            }
        }
    }

    @Test
    void learnsWhatTheOneBeforeHadDoneBehindTheOffsetThatItCommitted() {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers())) {
            // Given
            topics.create(1, TOPIC);
            IntStream.range(0, 10).forEach(number -> topics.send(TOPIC, null, Integer.toString(number)));
            topics.flush();
            var partition = new TopicPartition(TOPIC, 0);
            try (var before = new BatchConsumer(settings(broker), () -> false, new BatchRoom(() -> 5000, () -> 0))) {
                before.subscribe(List.of(TOPIC), new NoListener());
                batch(before, 10);
                assertThat(before.doneBefore().get(partition).isAnyCommitted()).isFalse();
                before.commit(Map.of(partition, DoneAhead.committing(4, Set.of(6L, 9L))), () -> false);
            }

            // When
            try (var after = new BatchConsumer(settings(broker), () -> false, new BatchRoom(() -> 5000, () -> 0))) {
                after.subscribe(List.of(TOPIC), new NoListener());
                List<String> read = batch(after, 6);

                // Then
                assertThat(read).containsExactly("4", "5", "6", "7", "8", "9");
                assertThat(after.doneBefore()).isEqualTo(Map.of(partition, new DoneBefore.Known(4, Set.of(6L, 9L))));
                assertThat(after.doneBefore()).as("told once").isEmpty();
            }
        }
    }

    @Test
    void letsWhatComesJoinTheBatchInHandPastCamel() {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers())) {
            // Given
            topics.create(1, TOPIC);
            topics.send(TOPIC, null, "in hand");
            topics.flush();
            var paused = new AtomicBoolean();
            try (var consumer = new BatchConsumer(settings(broker), paused::get, new BatchRoom(() -> 5000, () -> 0))) {
                consumer.subscribe(List.of(TOPIC), new NoListener());
                batch(consumer, 1);
                IntStream.range(0, 10).forEach(number -> topics.send(TOPIC, null, Integer.toString(number)));
                topics.flush();

                // Then: not before what Camel holds is in a batch, and not while none is wanted, or all are paused
                assertThat(several(() -> consumer.more(5))).isEmpty();
                consumer.taken(1);
                consumer.take(BatchInHand.NONE);
                assertThat(several(() -> consumer.more(0))).isEmpty();
                paused.set(true);
                assertThat(several(() -> consumer.more(5))).isEmpty();
                paused.set(false);

                // When
                var joined = new ArrayList<String>();
                Awaitility.await().atMost(PATIENCE).pollInSameThread().until(() -> {
                    consumer.more(7).forEach(record -> joined.add((String) record.value()));
                    return joined.size() >= 7;
                });

                // Then
                assertThat(joined).startsWith("0", "1", "2", "3", "4", "5", "6");
                var partition = new TopicPartition(TOPIC, 0);
                assertThat(IntStream.rangeClosed(0, joined.size()))
                        .allMatch(offset -> consumer.isOurs(partition, offset));
                List<String> next = joined.size() == 10 ? List.of() : batch(consumer, 10 - joined.size());
                joined.addAll(next);
                assertThat(joined).hasSize(10).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void doesNotEndTheRouteForAPollThatFailsWhileABatchIsInHand() {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers())) {
            // Given
            topics.create(2, TOPIC);
            topics.send(TOPIC, null, "in hand");
            topics.flush();
            var failed = new AtomicBoolean();
            var failing = new NoListener() {
                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    failed.set(true);
                    throw new KafkaException("of a listener");
                }
            };
            try (var consumer = new BatchConsumer(settings(broker), () -> false, new BatchRoom(() -> 5000, () -> 0));
                    var other = new BatchConsumer(settings(broker), () -> false, new BatchRoom(() -> 5000, () -> 0))) {
                consumer.subscribe(List.of(TOPIC), failing);
                batch(consumer, 1);
                consumer.taken(1);
                consumer.take(BatchInHand.NONE);

                // When
                other.subscribe(List.of(TOPIC), new NoListener());

                // Then
                Awaitility.await().atMost(PATIENCE).pollInSameThread().until(() -> {
                    other.poll(Duration.ZERO);
                    consumer.keepMembership();
                    return failed.get();
                });
            }
        }
    }

    @Test
    void letsNothingOfALogThatBeganAnewJoinTheBatchOfTheOneBeforeNorCommitsThatThere() throws Exception {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // Given: ten records are read, and then it stands at the fourth again, as if its topic had been made again
            topics.create(1, TOPIC);
            IntStream.range(0, 10).forEach(number -> topics.send(TOPIC, null, "old"));
            topics.flush();
            var partition = new TopicPartition(TOPIC, 0);
            try (var consumer = new BatchConsumer(settings(broker), () -> false, new BatchRoom(() -> 5000, () -> 0))) {
                consumer.subscribe(List.of(TOPIC), new NoListener());
                batch(consumer, 10);
                consumer.taken(10);
                consumer.take(BatchInHand.NONE);
                consumer.seek(partition, 3);

                // When
                var joined = several(() -> consumer.more(5));

                // Then
                assertThat(joined).isEmpty();
                assertThat(consumer.commitAtOnce(Map.of(partition, new OffsetAndMetadata(7))))
                        .isEmpty();
                assertThat(consumer.commit(Map.of(partition, new OffsetAndMetadata(10)), () -> false))
                        .isEmpty();
                assertThat(admin.listConsumerGroupOffsets("connector")
                                .partitionsToOffsetAndMetadata()
                                .get())
                        .isEmpty();
                consumer.doneBefore();
                assertThat(batch(consumer, 7)).hasSize(7);
                assertThat(consumer.doneBefore()).containsOnlyKeys(partition);
            }
        }
    }

    @Test
    void commitsWhatIsDoneWhileTheBatchStaysInHand() throws Exception {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // Given
            topics.create(1, TOPIC);
            IntStream.range(0, 10).forEach(number -> topics.send(TOPIC, null, Integer.toString(number)));
            topics.flush();
            var partition = new TopicPartition(TOPIC, 0);
            try (var consumer = new BatchConsumer(settings(broker), () -> false, new BatchRoom(() -> 5000, () -> 0))) {
                consumer.subscribe(List.of(TOPIC), new NoListener());
                batch(consumer, 10);
                var done = DoneAhead.committing(4, Set.of(6L));

                // When
                var committed = consumer.commitAtOnce(Map.of(partition, done));

                // Then
                assertThat(committed).isEqualTo(Map.of(partition, done));
                assertThat(admin.listConsumerGroupOffsets("connector")
                                .partitionsToOffsetAndMetadata()
                                .get()
                                .get(partition)
                                .metadata())
                        .isEqualTo(done.metadata());
            }
        }
    }

    private static List<ConsumerRecord<Object, Object>> several(Supplier<ConsumerRecords<Object, Object>> polls) {
        var records = new ArrayList<ConsumerRecord<Object, Object>>();
        var polled = new AtomicInteger();
        Awaitility.await().atMost(PATIENCE).pollInSameThread().until(() -> {
            polls.get().forEach(records::add);
            return polled.incrementAndGet() >= 10;
        });
        return records;
    }

    private static List<String> batch(BatchConsumer consumer, int atLeast) {
        var batch = new ArrayList<String>();
        Awaitility.await().atMost(PATIENCE).pollInSameThread().until(() -> {
            batch.addAll(poll(consumer));
            return batch.size() >= atLeast;
        });
        return batch;
    }

    private static List<String> poll(BatchConsumer consumer) {
        var values = new ArrayList<String>();
        consumer.poll(POLL).forEach(polled -> values.add(String.valueOf(polled.value())));
        return values;
    }

    private static Properties settings(KafkaBroker broker) {
        var settings = broker.consumerSettings("connector");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        return settings;
    }
}
