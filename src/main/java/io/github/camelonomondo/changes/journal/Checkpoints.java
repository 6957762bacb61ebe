package io.github.camelonomondo.changes.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.changes.Progress;
import io.github.camelonomondo.changes.compare.SimJson;
import io.github.camelonomondo.kafka.CheckpointTopic;
import io.github.camelonomondo.kafka.CloudEvent;
import io.github.camelonomondo.kafka.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** How far the scans came, as it stands in the checkpoint topic under the group's name. */
final class Checkpoints {

    private static final String TYPE = "com.onomondo.connector.checkpoint.v1";

    private final Map<String, ?> kafka;
    private final Topics topics;
    private final String group;
    private final Clock clock;

    Checkpoints(Map<String, ?> kafka, Topics topics, String group, Clock clock) {
        this.kafka = kafka;
        this.topics = topics;
        this.group = group;
        this.clock = clock;
    }

    ProducerRecord<byte[], byte[]> record(Progress progress) {
        ObjectNode value = SimJson.MAPPER
                .createObjectNode()
                .put("scan", progress.scan())
                .put("snapshotDone", progress.snapshotDone());
        if (progress.startedAt() != null) {
            value.put("startedAt", progress.startedAt().toString());
        }
        var headers = CloudEvent.of(UUID.randomUUID().toString(), TYPE, group, clock.instant())
                .toHeaders();
        return new ProducerRecord<>(
                topics.checkpoint(),
                null,
                group.getBytes(UTF_8),
                value.toString().getBytes(UTF_8),
                headers);
    }

    /** The last one that is ours, or null if there is none: how far the scans came stands in the state as well. */
    @Nullable
    Progress read() throws Exception {
        return CheckpointTopic.last(kafka, topics, group, Checkpoints::progressIn);
    }

    private static Progress progressIn(byte[] value) throws IOException {
        JsonNode checkpoint = SimJson.MAPPER.readTree(value);
        if (!checkpoint.path("scan").isInt() || !checkpoint.path("snapshotDone").isBoolean()) {
            throw new IOException("it has no scan or no snapshotDone");
        }
        return new Progress(
                checkpoint.path("scan").intValue(),
                checkpoint.path("snapshotDone").booleanValue(),
                instant(checkpoint.path("startedAt").textValue()));
    }

    private static @Nullable Instant instant(@Nullable String text) throws IOException {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IOException("startedAt is " + text, e);
        }
    }
}
