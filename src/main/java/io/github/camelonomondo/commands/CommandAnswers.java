package io.github.camelonomondo.commands;

import io.github.camelonomondo.kafka.RecordWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Results on their way to Kafka. A command counts as answered once its result, and its dead letter if there is one, are
 * acknowledged; until its offset is committed the answer is remembered, so that a record that comes again is neither
 * sent nor answered again.
 *
 * <p>Safe to share between threads.
 */
public final class CommandAnswers {

    private static final String PUBLISHING = "CamelOnomondoResults";
    /** An acknowledgement that takes longer means that Kafka is in trouble: no new call begins. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);

    private final ResultRecords records;
    private final RecordWriter deadLetters;
    private final String resultTopic;
    private final Set<String> replyTopics;
    private final Consumer<CommandResult> counted;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<CommandResult> waiting = new ArrayDeque<>();
    private final Map<Publishing, Long> underWay = new HashMap<>();
    private final Map<TopicPartition, AnsweredOffsets> answered = new HashMap<>();

    /** Results that go out together. */
    record Publishing(List<CommandResult> results) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    CommandAnswers(
            ResultRecords records, RecordWriter deadLetters, ResultTopics topics, Consumer<CommandResult> counted) {
        this.records = records;
        this.deadLetters = deadLetters;
        this.resultTopic = topics.results();
        this.replyTopics = topics.replies();
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

    /** Takes the results that wait: body out is the list of messages to write, empty if there are none. */
    public void records(Exchange exchange) {
        Publishing publishing = take();
        var messages = new ArrayList<Message>();
        for (CommandResult result : publishing.results()) {
            messages.add(message(exchange, records.result(result, resultTopic)));
            String reply = result.record().header("kafka_replyTopic");
            if (reply != null && replyTopics.contains(reply)) {
                messages.add(message(exchange, records.result(result, reply)));
            }
        }
        exchange.setProperty(PUBLISHING, publishing);
        exchange.getMessage().setBody(messages);
    }

    private Publishing take() {
        lock.lock();
        try {
            var publishing = new Publishing(List.copyOf(waiting));
            waiting.clear();
            if (!publishing.results().isEmpty()) {
                underWay.put(publishing, System.nanoTime());
            }
            return publishing;
        } finally {
            lock.unlock();
        }
    }

    private static Message message(Exchange exchange, ProducerRecord<byte[], byte[]> record) {
        var message = new DefaultMessage(exchange.getContext());
        message.setBody(record.value());
        for (Header header : record.headers()) {
            message.setHeader(header.key(), header.value());
        }
        if (record.key() != null) {
            message.setHeader(KafkaConstants.KEY, record.key());
        }
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, record.topic());
        return message;
    }

    /** Writes the dead letters among the results taken, and waits for their acknowledgement. */
    public void deadLetters(Exchange exchange) {
        List<ProducerRecord<byte[], byte[]>> dead = publishing(exchange).results().stream()
                .filter(result -> result.status().isDead())
                .map(records::deadLetter)
                .toList();
        if (!dead.isEmpty()) {
            deadLetters.write(dead);
        }
    }

    /** All of it is acknowledged. */
    public void published(Exchange exchange) {
        Publishing publishing = publishing(exchange);
        lock.lock();
        try {
            underWay.remove(publishing);
            for (CommandResult result : publishing.results()) {
                answered.computeIfAbsent(result.record().partition(), partition -> new AnsweredOffsets())
                        .add(result.record().offset());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        publishing.results().forEach(counted);
    }

    private static Publishing publishing(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(PUBLISHING, Publishing.class), "records() comes first");
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
