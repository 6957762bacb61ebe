package io.github.camelonomondo.kafka.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.kafka.KafkaNotifications;
import io.github.camelonomondo.kafka.TopicReader;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.kafka.TransactionalWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far the leader came with the orders, always written in one transaction with what it says: an answer, or a part of
 * what an order writes. To {@link #open} it is to become the only one who writes it. One thread at a time.
 */
final class OrderJournal {

    private final Map<String, ?> kafka;
    private final Topics topics;
    private final String group;
    private final String instance;
    private final Clock clock;
    private final TransactionalWriter writer;
    private ControlProgress progress = ControlProgress.NONE;

    OrderJournal(Map<String, ?> kafka, Topics topics, String group, String instance, Clock clock) {
        this.kafka = kafka;
        this.topics = topics;
        this.group = group;
        this.instance = instance;
        this.clock = clock;
        this.writer = new TransactionalWriter(kafka, topics.ownedBy(group) + "-control");
    }

    /**
     * Takes over from whoever led, and goes on from there, as far as {@code control} is the topic of that.
     *
     * @return false if nothing was known of the group, as no order of it was ever carried out or all is lost, or the topic is
     *     not the one that was known
     */
    boolean open(TopicReader control) throws Exception {
        writer.open();
        var last = ControlProgress.read(kafka, topics, group);
        progress = last.within(control.ends());
        return !last.equals(ControlProgress.NONE) && progress.equals(last);
    }

    /** The partition is that of a new topic. */
    void forget(int partition) {
        progress = progress.without(partition);
    }

    boolean isOpen() {
        return writer.isOpen();
    }

    void close() {
        writer.close();
    }

    ControlProgress progress() {
        return progress;
    }

    /** True if nobody has carried out the order yet. */
    boolean isDue(ReceivedOrder order) {
        return progress.isBefore(order.partition(), order.offset());
    }

    /** Commands are paused, or not, since this order. */
    void paused(ReceivedOrder order, boolean paused) throws Exception {
        write(progress.after(order.partition(), order.offset(), paused), List.of());
    }

    /** The order is carried out or refused: writes its answer. */
    void answered(ReceivedOrder order, String type, Map<String, ? extends @Nullable Object> details) throws Exception {
        answered(order, type, details, progress.paused());
    }

    /** The same, and commands are paused, or not, since this order. */
    void answered(ReceivedOrder order, String type, Map<String, ? extends @Nullable Object> details, boolean paused)
            throws Exception {
        var answer = KafkaNotifications.record(topics.notifications(), instance, type, order.answer(details), clock);
        write(progress.after(order.partition(), order.offset(), paused), List.of(answer));
    }

    /** These orders, each partition's in their order, are done with: writes all their answers at once. */
    void refused(List<ReceivedOrder> orders, boolean paused, Map<String, ? extends @Nullable Object> details)
            throws Exception {
        var later = progress;
        List<ProducerRecord<byte[], byte[]>> answers = new ArrayList<>();
        for (ReceivedOrder order : orders) {
            later = later.after(order.partition(), order.offset(), paused);
            answers.add(KafkaNotifications.record(
                    topics.notifications(), instance, "order.refused", order.answer(details), clock));
        }
        write(later, answers);
    }

    Order.Parts parts(ReceivedOrder order) {
        return new Order.Parts() {
            @Override
            public @Nullable JsonNode lastNote() {
                return progress.noteOf(order.partition(), order.offset());
            }

            @Override
            public void write(List<ProducerRecord<byte[], byte[]>> records, JsonNode note) throws Exception {
                OrderJournal.this.write(progress.amid(order.partition(), order.offset(), note), records);
            }
        };
    }

    private void write(ControlProgress next, List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        writer.write(sink -> {
            records.forEach(sink::send);
            sink.send(next.record(topics, group, clock));
        });
        progress = next;
    }
}
