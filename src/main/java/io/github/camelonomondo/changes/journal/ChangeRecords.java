package io.github.camelonomondo.changes.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.changes.Operation;
import io.github.camelonomondo.changes.SimChange;
import io.github.camelonomondo.changes.compare.SimJson;
import io.github.camelonomondo.kafka.CloudEvent;
import io.github.camelonomondo.kafka.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A change as two records: the event, and the state that it leads to. */
final class ChangeRecords {

    static final String REVISION = "revision";
    static final String SCAN = "scan";
    static final String SEEN_AT = "seen-at";

    private final Topics topics;

    ChangeRecords(Topics topics) {
        this.topics = topics;
    }

    /** @param cause id of the command of ours that made the change, or null if none did */
    ProducerRecord<byte[], byte[]> event(SimChange change, @Nullable String cause) throws IOException {
        var event = CloudEvent.of(
                        change.id(),
                        "com.onomondo.sim." + change.op().word() + ".v1",
                        change.sim().value(),
                        change.seenAt())
                .with("changed", String.join(",", change.changed()))
                .with("origin", cause == null ? "external" : "command");
        if (cause != null) {
            event = event.with("ce_causationid", cause);
        }
        return new ProducerRecord<>(topics.events(), null, key(change), eventJson(change), event.toHeaders());
    }

    /** A tombstone if the SIM was removed. */
    ProducerRecord<byte[], byte[]> state(SimChange change) {
        boolean removed = change.op() == Operation.REMOVED;
        var headers = CloudEvent.of(
                        change.id(), "com.onomondo.sim.state.v1", change.sim().value(), change.seenAt())
                .with(REVISION, String.valueOf(change.revision()))
                .with(SCAN, String.valueOf(change.scan()))
                .with(SEEN_AT, change.seenAt().toString())
                .toHeaders();
        byte[] value = removed ? null : change.json().getBytes(UTF_8);
        return new ProducerRecord<>(topics.state(), null, key(change), value, headers);
    }

    private static byte[] key(SimChange change) {
        return change.sim().value().getBytes(UTF_8);
    }

    private static byte[] eventJson(SimChange change) throws IOException {
        var bytes = new ByteArrayOutputStream(change.json().length() + 512);
        try (JsonGenerator json = SimJson.MAPPER.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("op", change.op().code());
            json.writeArrayFieldStart("changed");
            for (String name : change.changed()) {
                json.writeString(name);
            }
            json.writeEndArray();
            fields(json, "before", change.before());
            fields(json, "after", change.after());
            json.writeFieldName("sim");
            json.writeRawValue(change.json());
            json.writeNumberField("revision", change.revision());
            json.writeStringField("seenAt", change.seenAt().toString());
            if (change.previouslySeenAt() == null) {
                json.writeNullField("previouslySeenAt");
            } else {
                json.writeStringField(
                        "previouslySeenAt", change.previouslySeenAt().toString());
            }
            json.writeNumberField("scan", change.scan());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void fields(JsonGenerator json, String name, Map<String, JsonNode> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, JsonNode> value : values.entrySet()) {
            json.writeFieldName(value.getKey());
            json.writeTree(value.getValue());
        }
        json.writeEndObject();
    }
}
