package io.github.camelonomondo.boot.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.kafka.Topics;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** From records to what the page at {@code /} shows of them. */
final class LiveRecords {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Topics topics;

    LiveRecords(Topics topics) {
        this.topics = topics;
    }

    LiveEvent event(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.events())) {
            return new LiveEvent("change", change(record));
        }
        if (record.topic().equals(topics.deadLetters())) {
            return new LiveEvent("dead-letter", deadLetter(record));
        }
        var json = record(record, parse(record.value()));
        return new LiveEvent(record.topic().equals(topics.commandResults()) ? "result" : "notification", json);
    }

    private static ObjectNode change(ConsumerRecord<byte[], byte[]> record) {
        var json = record(record, JSON.createObjectNode());
        json.put("sim", header(record, "ce_subject"));
        json.put("changed", header(record, "changed"));
        json.put("origin", header(record, "origin"));
        json.put("cause", header(record, "ce_causationid"));
        return json;
    }

    private static ObjectNode deadLetter(ConsumerRecord<byte[], byte[]> record) {
        var json = record(record, JSON.createObjectNode());
        json.put("key", record.key() == null ? null : new String(record.key(), UTF_8));
        json.put("reason", header(record, "dlq-reason"));
        json.put("detail", header(record, "dlq-detail"));
        return json;
    }

    /** {@code type} is the middle of {@code com.onomondo.….v1}. */
    private static ObjectNode record(ConsumerRecord<byte[], byte[]> record, ObjectNode json) {
        var type = header(record, "ce_type");
        json.put("type", type == null ? null : type.replaceAll("^com\\.onomondo\\.(sim|connector)\\.|\\.v1$", ""));
        json.put("at", record.timestamp());
        return json;
    }

    private static ObjectNode parse(byte @Nullable [] value) {
        try {
            JsonNode json = value == null ? null : JSON.readTree(value);
            return json instanceof ObjectNode object ? object : JSON.createObjectNode();
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
