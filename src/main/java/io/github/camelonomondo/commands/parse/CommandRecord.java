package io.github.camelonomondo.commands.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelonomondo.api.TraceContext;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the command topic, untouched.
 *
 * @param partition topic and partition it was read from
 * @param offset in it
 * @param key or null
 * @param value or null
 * @param headers as they came, doubles included
 * @param writtenAt when Kafka says that it was written
 * @param receivedAt when we read it
 */
public record CommandRecord(
        TopicPartition partition,
        long offset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers,
        Instant writtenAt,
        Instant receivedAt) {

    /** Of key and value. */
    public long bytes() {
        return (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
    }

    /** {@code topic-partition-offset}: the id of its result, and of a command that brought none. */
    public String place() {
        return partition + "-" + offset;
    }

    @Nullable
    String keyText() {
        return key == null ? null : new String(key, UTF_8);
    }

    @Nullable
    public String header(String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** Where its sender stands, or null if it does not trace. */
    @Nullable
    public TraceContext trace() {
        String parent = header("traceparent");
        return parent == null ? null : new TraceContext(parent, header("tracestate"));
    }

    /** Without payload. */
    @Override
    public String toString() {
        return place();
    }
}
