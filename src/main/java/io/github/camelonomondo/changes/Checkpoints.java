package io.github.camelonomondo.changes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.kafka.CloudEvent;
import io.github.camelonomondo.kafka.TopicReader;
import io.github.camelonomondo.kafka.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the scans came, as it stands in the checkpoint topic under the group's name. */
final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private static final String TYPE = "com.onomondo.connector.checkpoint.v1";

    private final Map<String, ?> kafka;
    private final String topic;
    private final String group;
    private final Clock clock;

    Checkpoints(Map<String, ?> kafka, Topics topics, String group, Clock clock) {
        this.kafka = kafka;
        this.topic = topics.checkpoint();
        this.group = group;
        this.clock = clock;
    }

    ProducerRecord<byte[], byte[]> record(Progress progress) {
        ObjectNode value = Difference.JSON
                .createObjectNode()
                .put("scan", progress.scan())
                .put("snapshotDone", progress.snapshotDone());
        if (progress.startedAt() != null) {
            value.put("startedAt", progress.startedAt().toString());
        }
        var headers = CloudEvent.of(UUID.randomUUID().toString(), TYPE, group, clock.instant())
                .toHeaders();
        return new ProducerRecord<>(
                topic, null, group.getBytes(UTF_8), value.toString().getBytes(UTF_8), headers);
    }

    /** The last one that is ours, or null if there is none: how far the scans came stands in the state as well. */
    @Nullable
    Progress read() throws Exception {
        byte[] key = group.getBytes(UTF_8);
        var last = new AtomicReference<@Nullable Progress>();
        try (var reader = new TopicReader(kafka, topic)) {
            reader.readToEnd(record -> {
                if (Arrays.equals(key, record.key())) {
                    take(record, last);
                }
            });
        }
        return last.get();
    }

    private void take(ConsumerRecord<byte[], byte[]> record, AtomicReference<@Nullable Progress> last) {
        try {
            last.set(record.value() == null ? null : progressIn(record.value()));
        } catch (IOException | DateTimeParseException e) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("a checkpoint that is not ours is passed over: {}", e.getMessage());
        }
    }

    private static Progress progressIn(byte[] value) throws IOException {
        JsonNode checkpoint = Difference.JSON.readTree(value);
        if (!checkpoint.path("scan").isInt() || !checkpoint.path("snapshotDone").isBoolean()) {
            throw new IOException("it has no scan or no snapshotDone");
        }
        String startedAt = checkpoint.path("startedAt").textValue();
        return new Progress(
                checkpoint.path("scan").intValue(),
                checkpoint.path("snapshotDone").booleanValue(),
                startedAt == null ? null : Instant.parse(startedAt));
    }
}
