package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.kafka.RecordWriter;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** Copies of results, and the topics that do not take them. */
class ReplyTopicsTest {

    private static final String RESULTS = "results";

    private long nanoTime = 17;
    private final Replies replies = new Replies(Set.of("crm", "gone", RESULTS), () -> nanoTime);

    @Test
    void getNothingForAWhileOnceOneIsGoneAndTheOthersGoOn() {
        boolean hopeless = replies.isHopeless(
                notTaken("gone", new TimeoutException("Topic gone not present in metadata after 5000 ms.")), RESULTS);

        assertThat(hopeless).isTrue();
        assertThat(replies.take("gone")).isFalse();
        assertThat(replies.take("crm")).isTrue();
        nanoTime += Duration.ofSeconds(61).toNanos();
        assertThat(replies.take("gone")).isTrue();
    }

    @Test
    void areWrittenAgainWhileKafkaIsInTrouble() {
        assertThat(replies.isHopeless(notTaken("crm", new NotEnoughReplicasException("one")), RESULTS))
                .isFalse();
        assertThat(replies.take("crm")).isTrue();
    }

    @Test
    void areNeverGivenUpForResults() {
        assertThat(replies.isHopeless(notTaken(RESULTS, new TopicAuthorizationException(RESULTS)), RESULTS))
                .isFalse();
        assertThat(replies.isHopeless(notTaken("dead-letters", new TopicAuthorizationException("x")), RESULTS))
                .isFalse();
    }

    private static RecordWriter.NotTaken notTaken(String topic, Exception why) {
        return new RecordWriter.NotTaken(new ProducerRecord<>(topic, new byte[0]), why);
    }
}
