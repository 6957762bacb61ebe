package io.github.camelonomondo.commands.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.kafka.RecordWriter;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Copies of results, and the topics that do not take them. */
@ExtendWith(OutputCaptureExtension.class)
class ReplyTopicsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int LARGEST = 10_000;

    private final List<String> refused = new CopyOnWriteArrayList<>();

    private final Set<String> gone = new CopyOnWriteArraySet<>(Set.of("gone"));

    /** Its topics have four partitions; the first of crm has no leader. */
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<byte[], byte[]> record, Callback callback) {
                    if (name(record).equals("crm/0")) {
                        refused.add(name(record));
                        callback.onCompletion(null, new TimeoutException("Expiring 1 record(s) for crm-0"));
                        return new CompletableFuture<>();
                    }
                    if (size(record) > LARGEST) {
                        refused.add(name(record));
                        callback.onCompletion(null, new RecordTooLargeException("1048588 bytes"));
                        return new CompletableFuture<>();
                    }
                    boolean isThere = record.partition() == null || record.partition() < 4;
                    if (isThere && !gone.contains(record.topic())) {
                        return super.send(record, callback);
                    }
                    refused.add(name(record));
                    callback.onCompletion(null, new TimeoutException("not present in metadata after 5000 ms."));
                    return new CompletableFuture<>();
                }
            };

    private final CountDownLatch kafkaIsThere = new CountDownLatch(1);
    private final AtomicLong nanoTime = new AtomicLong(17);
    private final Replies replies = new Replies(Set.of("crm", "gone"), this::writer, nanoTime::get);

    @AfterEach
    void close() {
        kafkaIsThere.countDown();
        replies.close();
    }

    @Test
    void getNothingForAWhileOnceOneIsGoneAndTheOthersGoOn() {
        // Given
        kafkaIsThere.countDown();

        // When
        send("gone", "gone", "crm");

        // Then
        awaitTaken("crm");
        assertThat(refused).containsExactly("gone");

        // And: it is tried again after a while, and then after longer ones
        for (int seconds : new int[] {10, 20, 40, 80, 160, 300, 300}) {
            int tries = refused.size();
            pass(seconds - 1);
            sendAndAwaitTheLast("gone", "crm");
            assertThat(refused).hasSize(tries);
            pass(1);
            sendAndAwaitTheLast("gone", "crm");
            assertThat(refused).hasSize(tries + 1);
        }
    }

    @Test
    void areTriedOnceIfTheyHaveNoSuchPartitionsAndGetTheirCopiesAnywhere(CapturedOutput log) {
        // Given
        kafkaIsThere.countDown();

        // When
        send("crm/9", "crm/10", "crm/11", "crm/3", "crm/9");

        // Then
        await().atMost(PATIENCE).until(() -> kafka.history().size() == 5);
        assertThat(kafka.history())
                .extracting(ReplyTopicsTest::name)
                .containsExactlyInAnyOrder("crm", "crm", "crm", "crm", "crm/3");
        assertThat(refused).containsExactly("crm/9");
        assertThat(log.getAll()).containsOnlyOnce("replies for this partition go to any for a while");
    }

    @Test
    void getCopiesInTheOtherPartitionsThoughOneTakesNone() {
        kafkaIsThere.countDown();
        send("crm/0");
        awaitTaken("crm");

        send("crm/0", "crm/1", "crm/2");

        awaitTaken("crm", "crm", "crm/1", "crm/2");
        assertThat(refused).containsExactly("crm/0");
    }

    @Test
    void getCopiesInTheirPartitionsAgainOnceTheseAreThere() {
        // Given
        kafkaIsThere.countDown();
        send("crm/9");
        awaitTaken("crm");

        // When
        pass(10);
        send("crm/2", "crm/3");

        // Then
        awaitTaken("crm", "crm/2", "crm/3");
    }

    @Test
    void doNotGetCopiesElsewhereSinceTheyWereGoneOnce() {
        // Given
        kafkaIsThere.countDown();
        send("gone/2");
        await().atMost(PATIENCE).until(() -> refused.size() == 2);
        assertThat(refused).containsExactly("gone/2", "gone");

        // When
        gone.clear();
        pass(10);
        send("gone/9", "gone/2");

        // Then
        await().atMost(PATIENCE).until(() -> kafka.history().size() == 2);
        assertThat(kafka.history()).extracting(ReplyTopicsTest::name).containsExactlyInAnyOrder("gone", "gone/2");
    }

    @Test
    void getTheOthersThoughOneIsTooLarge(CapturedOutput log) {
        kafkaIsThere.countDown();
        var large = new ProducerRecord<byte[], byte[]>("crm", null, null, new byte[LARGEST + 1]);

        replies.send(List.of(large, copy("crm"), large, copy("crm/1")));

        awaitTaken("crm", "crm/1");
        assertThat(refused).containsExactly("crm", "crm");
        assertThat(log.getAll()).containsOnlyOnce("a reply is left out, as it is too large for its topic");
    }

    @Test
    void getOneThatIsTooLargeForItsHeadersWithoutThemInItsPartition() {
        kafkaIsThere.countDown();
        var large = copy("crm/2");
        large.headers().add("asked-by", new byte[LARGEST]);

        replies.send(List.of(large));

        awaitTaken("crm/2");
    }

    @Test
    void doNotMakeCopiesPileUpWhileKafkaTakesNone(CapturedOutput log) {
        // Given
        var batch = Collections.nCopies(Replies.MANY_WAITING - 1, copy("crm"));

        // When
        for (int i = 0; i < 10; i++) {
            replies.send(batch);
        }

        // Then
        kafkaIsThere.countDown();
        await().atMost(PATIENCE).until(() -> {
            send("crm/1"); // let in once there is room again
            return kafka.history().stream().anyMatch(copy -> name(copy).equals("crm/1"));
        });
        assertThat(kafka.history().stream().filter(copy -> name(copy).equals("crm")))
                .hasSize(2 * batch.size());
        assertThat(log.getAll()).containsOnlyOnce("replies are left out, as too many wait for Kafka");
    }

    @Test
    void areThoseOfTheListAlone() {
        assertThat(replies.isAllowed("crm")).isTrue();
        assertThat(replies.isAllowed("onomondo.connector.control")).isFalse();
    }

    private RecordWriter writer() {
        try {
            kafkaIsThere.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new RecordWriter(kafka);
    }

    private void pass(int seconds) {
        nanoTime.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void awaitTaken(String... names) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kafka.history())
                        .extracting(ReplyTopicsTest::name)
                        .containsExactly(names));
    }

    private void send(String... names) {
        replies.send(Stream.of(names).map(ReplyTopicsTest::copy).toList());
    }

    private void sendAndAwaitTheLast(String... names) {
        int taken = kafka.history().size();
        send(names);
        await().atMost(PATIENCE).until(() -> kafka.history().size() > taken);
    }

    /** {@code crm}, or {@code crm/3} for its partition 3. */
    private static ProducerRecord<byte[], byte[]> copy(String name) {
        String[] parts = name.split("/", 2);
        Integer partition = parts.length == 1 ? null : Integer.valueOf(parts[1]);
        return new ProducerRecord<>(parts[0], partition, null, new byte[0]);
    }

    private static int size(ProducerRecord<byte[], byte[]> record) {
        int headers = Stream.of(record.headers().toArray())
                .mapToInt(header -> header.value().length)
                .sum();
        return record.value().length + headers;
    }

    private static String name(ProducerRecord<byte[], byte[]> record) {
        return record.partition() == null ? record.topic() : record.topic() + "/" + record.partition();
    }
}
