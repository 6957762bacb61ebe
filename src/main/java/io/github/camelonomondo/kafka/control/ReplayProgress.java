package io.github.camelonomondo.kafka.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay of dead letters came. Its end is where the topic ended when it began: what is refused once more, and
 * so becomes a dead letter again, is not for this replay.
 */
final class ReplayProgress {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, Long> ends;
    private final Map<Integer, Long> next;
    private long read;
    private long matched;

    private ReplayProgress(Map<Integer, Long> ends, Map<Integer, Long> next) {
        this.ends = ends;
        this.next = next;
    }

    /**
     * As noted, or at the beginning.
     *
     * @param endsNow of the partitions; an end beyond these is no more, as of a topic that was made anew
     */
    static ReplayProgress of(@Nullable JsonNode note, Map<Integer, Long> endsNow) {
        if (note == null) {
            return new ReplayProgress(new TreeMap<>(endsNow), new TreeMap<>());
        }
        Map<Integer, Long> ends = offsets(note.path("ends"));
        ends.replaceAll((partition, end) -> Math.min(end, endsNow.getOrDefault(partition, 0L)));
        var progress = new ReplayProgress(ends, offsets(note.path("next")));
        progress.read = note.path("read").longValue();
        progress.matched = note.path("matched").longValue();
        return progress;
    }

    JsonNode note() {
        // What people want to know comes first: a refusal may have no room for all of it.
        ObjectNode note = JSON.createObjectNode().put("read", read).put("matched", matched);
        put(next, note.putObject("next"));
        put(ends, note.putObject("ends"));
        return note;
    }

    Map<Integer, Long> ends() {
        return ends;
    }

    /** Where to go on, by partition; absent: where the replay begins. */
    Map<Integer, Long> next() {
        return next;
    }

    long read() {
        return read;
    }

    long matched() {
        return matched;
    }

    /** Counts one; false if it came after the replay had begun. */
    boolean take(ConsumerRecord<?, ?> deadLetter) {
        next.merge(deadLetter.partition(), deadLetter.offset() + 1, Math::max);
        boolean isMeant = deadLetter.offset() < ends.getOrDefault(deadLetter.partition(), 0L);
        if (isMeant) {
            read++;
        }
        return isMeant;
    }

    void match() {
        matched++;
    }

    private static Map<Integer, Long> offsets(JsonNode json) {
        Map<Integer, Long> offsets = new TreeMap<>();
        json.properties()
                .forEach(offset -> offsets.put(
                        Integer.valueOf(offset.getKey()), offset.getValue().longValue()));
        return offsets;
    }

    private static void put(Map<Integer, Long> offsets, ObjectNode json) {
        offsets.forEach((partition, offset) -> json.put(partition.toString(), offset));
    }
}
