package io.github.camelonomondo.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents 1.0 attributes of a record, in binary mode: one Kafka header {@code ce_NAME} each.
 *
 * @param id unique within the source
 * @param type such as {@code com.onomondo.sim.changed.v1}
 * @param source who says so, a URI reference
 * @param subject the SIM id or instance it is about, or null
 * @param time when it was seen
 * @param extensions further headers as they are to stand, {@code ce_causationid} for one
 */
public record CloudEvent(
        String id, String type, String source, @Nullable String subject, Instant time, Map<String, String> extensions) {

    /** What {@code ce_source} says on everything the connector writes. */
    public static final String SOURCE = "/camel-onomondo";

    /** Of a result or an event, with what such a one is given besides. */
    private static final int ATTRIBUTES = 12;

    private static final Header SPEC_VERSION = header("ce_specversion", "1.0");
    private static final Header OURS = header("ce_source", SOURCE);
    private static final Header CONTENT_TYPE = header("content-type", "application/json");

    private static final InstantText TIMES = new InstantText();

    public CloudEvent {
        extensions = extensions.isEmpty() ? Map.of() : new LinkedHashMap<>(extensions);
    }

    /** From this connector, without extensions. */
    public static CloudEvent of(String id, String type, @Nullable String subject, Instant time) {
        return new CloudEvent(id, type, SOURCE, subject, time, Map.of());
    }

    /** The same with one more header. */
    public CloudEvent with(String header, String value) {
        var more = new LinkedHashMap<>(extensions);
        more.put(header, value);
        return new CloudEvent(id, type, source, subject, time, more);
    }

    /** As Kafka headers, {@code content-type} among them. */
    public Headers toHeaders() {
        var headers = new ArrayList<Header>(ATTRIBUTES + extensions.size());
        headers.add(SPEC_VERSION);
        headers.add(header("ce_id", id));
        headers.add(header("ce_type", type));
        headers.add(source.equals(SOURCE) ? OURS : header("ce_source", source));
        if (subject != null) {
            headers.add(header("ce_subject", subject));
        }
        headers.add(header("ce_time", TIMES.of(time)));
        headers.add(CONTENT_TYPE);
        extensions.forEach((name, value) -> headers.add(header(name, value)));
        return new RecordHeaders(headers);
    }

    /** The same headers as text. */
    public Map<String, String> toMap() {
        var map = new LinkedHashMap<String, String>();
        toHeaders().forEach(header -> map.put(header.key(), new String(header.value(), UTF_8)));
        return map;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}
