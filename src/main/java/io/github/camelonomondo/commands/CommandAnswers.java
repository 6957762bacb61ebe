package io.github.camelonomondo.commands;

import io.github.camelonomondo.kafka.RecordWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Results on their way to Kafka. A command counts as answered once its result, and its dead letter if there is one, are
 * acknowledged; until its offset is committed the answer is remembered, so that a record that comes again is neither
 * sent nor answered again.
 *
 * <p>Safe to share between threads.
 */
public final class CommandAnswers {

    /** An acknowledgement that takes longer means that Kafka is in trouble: no new call begins. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);

    private final ResultRecords records;
    private final RecordWriter writer;
    private final ResultTopics topics;
    private final Consumer<CommandResult> counted;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<CommandResult> waiting = new ArrayDeque<>();
    private final Map<Publishing, Long> underWay = new HashMap<>();
    private final Map<TopicPartition, AnsweredOffsets> answered = new HashMap<>();

    /** Results that go out together, and what of them Kafka has not acknowledged yet. Of one thread at a time. */
    private static final class Publishing {
        private final List<CommandResult> results;
        private List<ProducerRecord<byte[], byte[]>> unwritten = List.of();

        Publishing(List<CommandResult> results) {
            this.results = results;
        }
    }

    CommandAnswers(ResultRecords records, RecordWriter writer, ResultTopics topics, Consumer<CommandResult> counted) {
        this.records = records;
        this.writer = writer;
        this.topics = topics;
        this.counted = counted;
    }

    /** Where results go, and where else a command may ask for its own. */
    record ResultTopics(String results, Set<String> replies) {}

    void add(CommandResult result) {
        lock.lock();
        try {
            waiting.add(result);
        } finally {
            lock.unlock();
        }
    }

    /** Takes all results that wait. Body out: what is to be written for them. */
    public void take(Exchange exchange) {
        Publishing publishing = takeWaiting();
        publishing.unwritten = recordsFor(publishing.results);
        exchange.getMessage().setBody(publishing);
    }

    private Publishing takeWaiting() {
        lock.lock();
        try {
            var publishing = new Publishing(List.copyOf(waiting));
            waiting.clear();
            if (!publishing.results.isEmpty()) {
                underWay.put(publishing, System.nanoTime());
            }
            return publishing;
        } finally {
            lock.unlock();
        }
    }

    private List<ProducerRecord<byte[], byte[]>> recordsFor(List<CommandResult> results) {
        var all = new ArrayList<ProducerRecord<byte[], byte[]>>(results.size());
        for (CommandResult result : results) {
            if (result.status().isDead()) {
                all.add(records.deadLetter(result));
            }
            all.add(records.result(result, topics.results()));
            String reply = result.record().header("kafka_replyTopic");
            if (reply != null && topics.replies().contains(reply)) {
                all.add(records.result(result, reply));
            }
        }
        return all;
    }

    /**
     * Writes what was taken and waits for its acknowledgement; done again, it writes what Kafka has not taken yet.
     *
     * @throws KafkaException if Kafka did not take all of it
     */
    public void write(Exchange exchange) {
        Publishing publishing = exchange.getMessage().getBody(Publishing.class);
        List<RecordWriter.NotTaken> notTaken = writer.write(publishing.unwritten);
        if (!notTaken.isEmpty()) {
            publishing.unwritten =
                    notTaken.stream().map(RecordWriter.NotTaken::record).toList();
            throw new KafkaException(
                    notTaken.size() + " results or dead letters were not taken",
                    notTaken.get(0).why());
        }
        written(publishing);
    }

    private void written(Publishing publishing) {
        lock.lock();
        try {
            underWay.remove(publishing);
            for (CommandResult result : publishing.results) {
                answered.computeIfAbsent(result.record().partition(), partition -> new AnsweredOffsets())
                        .add(result.record().offset());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        publishing.results.forEach(counted);
    }

    boolean isAnswered(CommandRecord record) {
        lock.lock();
        try {
            AnsweredOffsets offsets = answered.get(record.partition());
            return offsets != null && offsets.contains(record.offset());
        } finally {
            lock.unlock();
        }
    }

    /** Offsets below {@code offset} are committed. */
    void forget(TopicPartition partition, long offset) {
        lock.lock();
        try {
            AnsweredOffsets offsets = answered.get(partition);
            if (offsets != null) {
                offsets.removeBelow(offset);
            }
        } finally {
            lock.unlock();
        }
    }

    /** True if nothing waits and nothing is on its way. */
    boolean isIdle() {
        lock.lock();
        try {
            return waiting.isEmpty() && underWay.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitIdle(long millis) throws InterruptedException {
        lock.lock();
        try {
            long remaining = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!waiting.isEmpty() || !underWay.isEmpty()) {
                if (remaining <= 0) {
                    return false;
                }
                remaining = changed.awaitNanos(remaining);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits while Kafka does not acknowledge: what could not be recorded is not begun. */
    public void awaitKafka() throws InterruptedException {
        lock.lock();
        try {
            while (underWay.values().stream().anyMatch(since -> System.nanoTime() - since > PATIENCE)) {
                changed.awaitNanos(PATIENCE);
            }
        } finally {
            lock.unlock();
        }
    }
}
