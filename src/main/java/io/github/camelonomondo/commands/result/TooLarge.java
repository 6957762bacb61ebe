package io.github.camelonomondo.commands.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelonomondo.kafka.RecordWriter;
import io.github.camelonomondo.kafka.control.DeadLetterReplay;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What is written in place of a record that Kafka did not take: the same again, or if it never will, being larger than
 * the topic allows, what is left of it.
 */
final class TooLarge {

    /** Of a key or a header that may stay. */
    private static final int SMALL = 1024;

    /** Of all headers of the command that may stay. */
    private static final int FEW = 8 * 1024;

    private static final String DETAIL = "dlq-detail";
    private static final Set<String> OURS =
            Set.of("dlq-reason", DETAIL, "dlq-topic", "dlq-partition", "dlq-offset", "dlq-attempts");

    private TooLarge() {}

    static ProducerRecord<byte[], byte[]> again(RecordWriter.NotTaken notTaken) {
        ProducerRecord<byte[], byte[]> record = notTaken.record();
        if (!(notTaken.why() instanceof RecordTooLargeException)) {
            return record;
        }
        return record.headers().lastHeader(DETAIL) == null ? resultOf(record) : deadLetterOf(record);
    }

    /** Without what the command asked to have back and nobody can give back. */
    private static ProducerRecord<byte[], byte[]> resultOf(ProducerRecord<byte[], byte[]> record) {
        var headers = new RecordHeaders();
        for (Header header : record.headers()) {
            if (isSmall(header.value())) {
                headers.add(header);
            }
        }
        return new ProducerRecord<>(record.topic(), null, small(record.key()), record.value(), headers);
    }

    /** Place and reason, headers as far as they are small, and what was left out. */
    private static ProducerRecord<byte[], byte[]> deadLetterOf(ProducerRecord<byte[], byte[]> record) {
        var headers = new RecordHeaders();
        List<String> left = new ArrayList<>(List.of("value"));
        int bytes = 0;
        for (Header header : record.headers()) {
            // The last of a name is ours, the command may have had some.
            boolean ours =
                    OURS.contains(header.key()) && header == record.headers().lastHeader(header.key());
            int size = ours ? 0 : header.key().length() + (header.value() == null ? 0 : header.value().length);
            if (isSmall(header.value()) && bytes + size <= FEW) {
                headers.add(header);
                bytes += size;
            } else if (!left.contains("headers")) {
                left.add("headers");
            }
        }
        byte[] key = small(record.key());
        if (key == null && record.key() != null) {
            left.add("key");
        }
        headers.add(DeadLetterReplay.LEFT_OUT, String.join(",", left).getBytes(UTF_8));
        Header detail = headers.lastHeader(DETAIL);
        String why = detail == null ? "" : new String(detail.value(), UTF_8) + "; ";
        String text = why + "left out, as Kafka takes no record as large: " + String.join(", ", left);
        headers.remove(DETAIL).add(DETAIL, text.getBytes(UTF_8));
        return new ProducerRecord<>(record.topic(), null, key, null, headers);
    }

    private static byte @Nullable [] small(byte @Nullable [] key) {
        return isSmall(key) ? key : null;
    }

    private static boolean isSmall(byte @Nullable [] bytes) {
        return bytes == null || bytes.length <= SMALL;
    }
}
