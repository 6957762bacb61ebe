package io.github.camelonomondo.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records of the command topic. */
final class Records {
    static final TopicPartition PARTITION = new TopicPartition("onomondo.sim.commands", 3);
    static final Instant RECEIVED = Instant.parse("2026-11-22T10:00:00Z");

    private Records() {}

    static CommandRecord bare(String value) {
        return of(17, null, value.getBytes(UTF_8), Map.of());
    }

    static CommandRecord bytes(byte[] value) {
        return of(17, null, value, Map.of());
    }

    static CommandRecord keyed(String key, String value) {
        return of(17, key, value.getBytes(UTF_8), Map.of());
    }

    static CommandRecord of(long offset, String key, byte[] value, Map<String, String> headers) {
        var kafka = new RecordHeaders();
        headers.forEach((name, text) -> kafka.add(name, text.getBytes(UTF_8)));
        return new CommandRecord(
                PARTITION, offset, key == null ? null : key.getBytes(UTF_8), value, kafka, RECEIVED, RECEIVED);
    }
}
