package io.github.camelonomondo.commands;

import io.github.camelonomondo.kafka.RecordWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics to which a command may direct a copy of its result. A copy is a service to who asked: one whose topic is gone,
 * or is closed to us, must not hold up the results of everybody else. Such a topic gets no copies for a while. Safe to share
 * between threads.
 */
final class Replies {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final Duration REST = Duration.ofMinutes(1);

    private final Set<String> allowed;
    private final LongSupplier nanoTime;
    private final Map<String, Long> resting = new ConcurrentHashMap<>();

    /** @param allowed the list */
    Replies(Set<String> allowed, LongSupplier nanoTime) {
        this.allowed = allowed;
        this.nanoTime = nanoTime;
    }

    /** True if a copy may go to this topic now. */
    boolean take(@Nullable String topic) {
        if (topic == null || !allowed.contains(topic)) {
            return false;
        }
        Long since = resting.get(topic);
        if (since != null && nanoTime.getAsLong() - since > REST.toNanos()) {
            resting.remove(topic);
            return true;
        }
        return since == null;
    }

    /** True, and nothing more goes to its topic for a while, if Kafka will not take this copy however often it is written. */
    boolean isHopeless(RecordWriter.NotTaken notTaken, String results) {
        ProducerRecord<byte[], byte[]> record = notTaken.record();
        if (!allowed.contains(record.topic()) || record.topic().equals(results) || !isOfTheTopic(notTaken.why())) {
            return false;
        }
        if (resting.put(record.topic(), nanoTime.getAsLong()) == null) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .log(
                            "no replies for a minute, Kafka does not take them: {}",
                            notTaken.why().getMessage());
        }
        return true;
    }

    /** A producer that waits in vain for the partitions of a topic says so by a time-out of its own. */
    private static boolean isOfTheTopic(Exception why) {
        return why instanceof AuthorizationException
                || why instanceof InvalidTopicException
                || why instanceof UnknownTopicOrPartitionException
                || (why instanceof TimeoutException
                        && String.valueOf(why.getMessage()).contains("metadata"));
    }
}
