package io.github.camelonomondo.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The order {@code replay-dlq}: writes dead commands to the command topic once more, with their original key, value and
 * headers. {@code reason} takes those with this {@code dlq-reason} alone, {@code since} those written from then on, {@code
 * dryRun} counts and writes nothing.
 */
public final class DeadLetterReplay implements Order {

    /** What of a dead letter was too large for Kafka; one that has this header cannot be replayed. */
    public static final String LEFT_OUT = "dlq-left-out";

    private static final String REASON = "dlq-reason";
    private static final String PREFIX = "dlq-";

    private final Map<String, ?> kafka;
    private final Topics topics;

    public DeadLetterReplay(Map<String, ?> kafka, Topics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    @Override
    public Map<String, ? extends @Nullable Object> execute(JsonNode order, TransactionalWriter.Sink sink)
            throws Exception {
        String reason = text(order, "reason");
        Instant since = instant(text(order, "since"));
        JsonNode dry = order.path("dryRun");
        if (!dry.isMissingNode() && !dry.isBoolean()) {
            throw new OrderRefusedException("dryRun must be true or false, not " + dry);
        }
        boolean dryRun = dry.booleanValue();
        var replay = new Replay(reason, dryRun, sink);
        try (var reader = new TopicReader(kafka, topics.deadLetters())) {
            if (since != null) {
                reader.seekTo(since);
            }
            reader.readToEnd(replay::take);
        }
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("read", replay.read);
        counts.put("matched", replay.matched);
        counts.put("replayed", dryRun ? 0 : replay.matched);
        counts.put("dryRun", dryRun);
        return counts;
    }

    private final class Replay {
        private final @Nullable String reason;
        private final boolean dryRun;
        private final TransactionalWriter.Sink sink;
        private long read;
        private long matched;

        Replay(@Nullable String reason, boolean dryRun, TransactionalWriter.Sink sink) {
            this.reason = reason;
            this.dryRun = dryRun;
            this.sink = sink;
        }

        void take(ConsumerRecord<byte[], byte[]> record) {
            read++;
            Header why = record.headers().lastHeader(REASON);
            if (record.headers().lastHeader(LEFT_OUT) != null) {
                return;
            }
            if (reason != null && (why == null || !reason.equals(new String(why.value(), UTF_8)))) {
                return;
            }
            matched++;
            if (dryRun) {
                return;
            }
            var headers = new RecordHeaders();
            for (Header header : record.headers()) {
                if (!header.key().startsWith(PREFIX)) {
                    headers.add(header);
                }
            }
            sink.send(new ProducerRecord<>(topics.commands(), null, record.key(), record.value(), headers));
        }
    }

    private static @Nullable String text(JsonNode order, String name) throws OrderRefusedException {
        JsonNode value = order.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new OrderRefusedException(name + " must be a string, not " + value);
        }
        return value.textValue();
    }

    private static @Nullable Instant instant(@Nullable String text) throws OrderRefusedException {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new OrderRefusedException("since must be an instant such as 2026-01-31T12:00:00Z, not " + text);
        }
    }
}
