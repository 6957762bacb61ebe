package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.kafka.RecordWriter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Copies of results, and the topics that do not take them. */
class ReplyTopicsTest {

    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicLong nanoTime = new AtomicLong(17);
    private final Replies replies = new Replies(Set.of("crm", "gone"), () -> new RecordWriter(kafka), nanoTime::get);

    @Test
    void getNothingForAWhileOnceOneIsGoneAndTheOthersGoOn() {
        // Given
        send("gone");
        await().until(() -> kafka.history().size() == 1);
        kafka.errorNext(new TimeoutException("Topic gone not present in metadata after 5000 ms."));

        // When
        send("gone", "crm");

        // Then
        await().until(() -> kafka.history().size() == 2);
        assertThat(kafka.history().get(1).topic()).isEqualTo("crm");

        // And: it is tried again after a minute
        nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());
        send("gone");
        await().until(() -> kafka.history().size() == 3);
    }

    @Test
    void areThoseOfTheListAlone() {
        assertThat(replies.isAllowed("crm")).isTrue();
        assertThat(replies.isAllowed("onomondo.connector.control")).isFalse();
    }

    private void send(String... topics) {
        replies.send(Stream.of(topics)
                .map(topic -> new ProducerRecord<byte[], byte[]>(topic, new byte[0]))
                .toList());
    }
}
