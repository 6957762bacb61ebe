package io.github.camelonomondo.commands.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records of the command topic. */
public final class Records {
    public static final TopicPartition PARTITION = new TopicPartition("onomondo.sim.commands", 3);
    public static final Instant RECEIVED = Instant.parse("2026-11-22T10:00:00Z");

    private Records() {}

    public static CommandRecord bare(String value) {
        return of(17, null, value.getBytes(UTF_8), Map.of());
    }

    public static CommandRecord bytes(byte[] value) {
        return of(17, null, value, Map.of());
    }

    public static CommandRecord keyed(String key, String value) {
        return of(17, key, value.getBytes(UTF_8), Map.of());
    }

    public static CommandRecord of(long offset, String key, byte[] value, Map<String, String> headers) {
        var kafka = new RecordHeaders();
        headers.forEach((name, text) -> kafka.add(name, text.getBytes(UTF_8)));
        return new CommandRecord(
                PARTITION, offset, key == null ? null : key.getBytes(UTF_8), value, kafka, RECEIVED, RECEIVED);
    }
}
