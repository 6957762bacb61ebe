package io.github.camelonomondo.kafka.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.kafka.CheckpointTopic;
import io.github.camelonomondo.kafka.CloudEvent;
import io.github.camelonomondo.kafka.Topics;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far the orders of a group were carried out, as it stands in the checkpoint topic.
 *
 * @param paused whether commands are paused
 * @param next offset of the next order of each partition of the control topic; absent: the first there is
 * @param underWay the order that has written a part, but no answer; null if there is none
 */
record ControlProgress(
        boolean paused, Map<Integer, Long> next, @Nullable UnderWay underWay) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "com.onomondo.connector.control.checkpoint.v1";

    static final ControlProgress NONE = new ControlProgress(false, Map.of(), null);

    /**
     * An order that is carried out in parts.
     *
     * @param note its own, of how far it came
     */
    record UnderWay(int partition, long offset, JsonNode note) {
        boolean is(int otherPartition, long otherOffset) {
            return partition == otherPartition && offset == otherOffset;
        }
    }

    ControlProgress {
        next = Map.copyOf(next);
    }

    /** After the order at {@code offset}, with commands paused or not. */
    ControlProgress after(int partition, long offset, boolean nowPaused) {
        Map<Integer, Long> later = new TreeMap<>(next);
        later.merge(partition, offset + 1, Math::max);
        return new ControlProgress(
                nowPaused, later, underWay == null || underWay.is(partition, offset) ? null : underWay);
    }

    /** With the order at {@code offset} as far as {@code note} says. */
    ControlProgress amid(int partition, long offset, JsonNode note) {
        return new ControlProgress(paused, next, new UnderWay(partition, offset, note));
    }

    /** How far the order at {@code offset} came; null if it has written nothing. */
    @Nullable
    JsonNode noteOf(int partition, long offset) {
        return underWay != null && underWay.is(partition, offset) ? underWay.note : null;
    }

    /**
     * What of it can be true of a control topic whose partitions end at {@code ends}: what lies beyond was said of another
     * topic, that was there before this one was made.
     */
    ControlProgress within(Map<Integer, Long> ends) {
        Map<Integer, Long> possible = new TreeMap<>(next);
        possible.entrySet().removeIf(entry -> entry.getValue() > ends.getOrDefault(entry.getKey(), 0L));
        boolean isThere = underWay != null && underWay.offset < ends.getOrDefault(underWay.partition, 0L);
        return new ControlProgress(paused, possible, isThere ? underWay : null);
    }

    /** As if no order of this partition had been carried out. */
    ControlProgress without(int partition) {
        Map<Integer, Long> others = new TreeMap<>(next);
        others.remove(partition);
        return new ControlProgress(
                paused, others, underWay != null && underWay.partition == partition ? null : underWay);
    }

    boolean isBefore(int partition, long offset) {
        return next.getOrDefault(partition, 0L) <= offset;
    }

    ProducerRecord<byte[], byte[]> record(Topics topics, String group, Clock clock) {
        ObjectNode value = JSON.createObjectNode().put("paused", paused);
        ObjectNode offsets = value.putObject("next");
        new TreeMap<>(next).forEach((partition, offset) -> offsets.put(partition.toString(), offset));
        if (underWay != null) {
            value.putObject("underWay")
                    .put("partition", underWay.partition)
                    .put("offset", underWay.offset)
                    .set("note", underWay.note);
        }
        var headers = CloudEvent.of(UUID.randomUUID().toString(), TYPE, group, clock.instant())
                .toHeaders();
        return new ProducerRecord<>(
                topics.checkpoint(),
                null,
                key(group).getBytes(UTF_8),
                value.toString().getBytes(UTF_8),
                headers);
    }

    /** The last one of the group. */
    static ControlProgress read(Map<String, ?> kafka, Topics topics, String group) throws Exception {
        var last = CheckpointTopic.last(kafka, topics, key(group), ControlProgress::parse);
        return last == null ? NONE : last;
    }

    private static ControlProgress parse(byte[] value) throws IOException {
        JsonNode checkpoint = JSON.readTree(value);
        JsonNode paused = checkpoint.path("paused");
        if (!paused.isBoolean()) {
            throw new IOException("it does not say whether commands are paused");
        }
        Map<Integer, Long> next = new TreeMap<>();
        for (var offset : checkpoint.path("next").properties()) {
            next.put(partition(offset.getKey()), offset(offset.getValue()));
        }
        JsonNode order = checkpoint.path("underWay");
        return new ControlProgress(paused.booleanValue(), next, order.isMissingNode() ? null : underWay(order));
    }

    private static UnderWay underWay(JsonNode order) throws IOException {
        return new UnderWay(
                partition(order.path("partition").asText()), offset(order.path("offset")), order.path("note"));
    }

    private static int partition(String text) throws IOException {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("it speaks of a partition " + text, e);
        }
    }

    private static long offset(JsonNode value) throws IOException {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IOException("it has an offset that is none");
        }
        return value.longValue();
    }

    private static String key(String group) {
        return group + "-control";
    }
}
