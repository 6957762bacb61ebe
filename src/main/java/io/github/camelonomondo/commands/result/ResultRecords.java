package io.github.camelonomondo.commands.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.kafka.CloudEvent;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.sim.SimId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** From a result to the records that tell of it: the result, and the dead letter where there is one. */
public final class ResultRecords {

    private static final String TYPE = "com.onomondo.sim.command.completed.v1";
    /** Given back unchanged, so that a request and its reply find each other. */
    private static final List<String> GIVEN_BACK =
            List.of("kafka_correlationId", "ce_correlationid", "traceparent", "tracestate");

    private final Topics topics;

    public ResultRecords(Topics topics) {
        this.topics = topics;
    }

    /** All that is to be written: results and dead letters. */
    List<ProducerRecord<byte[], byte[]>> of(List<CommandResult> results, String topic) {
        var all = new ArrayList<ProducerRecord<byte[], byte[]>>(results.size());
        try (var json = new ResultJson()) {
            for (CommandResult result : results) {
                if (result.status().isDead()) {
                    all.add(deadLetter(result));
                }
                all.add(result(result, topic, json.write(result)));
            }
        }
        return all;
    }

    /** Copies of results for the commands that ask for one in a topic of the list. */
    List<ProducerRecord<byte[], byte[]>> copies(List<CommandResult> results, Replies replies) {
        var copies = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (CommandResult result : results) {
            String reply = result.record().header("kafka_replyTopic");
            // Who reads the results themselves has it already.
            if (reply != null && !reply.equals(topics.commandResults()) && replies.isAllowed(reply)) {
                copies.add(copy(result, reply));
            }
        }
        return copies;
    }

    private static ProducerRecord<byte[], byte[]> copy(CommandResult result, String topic) {
        try (var json = new ResultJson()) {
            Integer partition = partitionIn(result.record().headers().lastHeader("kafka_replyPartition"));
            return new ProducerRecord<>(topic, partition, key(result), json.write(result), headers(result));
        }
    }

    /** As Spring writes it for who reads one partition: a big-endian int. */
    private static @Nullable Integer partitionIn(@Nullable Header header) {
        byte[] bytes = header == null ? null : header.value();
        if (bytes == null || bytes.length != Integer.BYTES || bytes[0] < 0) {
            return null;
        }
        return ByteBuffer.wrap(bytes).getInt();
    }

    /** Keyed by the SIM id if it is known, else by the command's own key. */
    private static ProducerRecord<byte[], byte[]> result(CommandResult result, String topic, byte[] json) {
        return new ProducerRecord<>(topic, null, key(result), json, headers(result));
    }

    private static Headers headers(CommandResult result) {
        Headers headers = CloudEvent.of(result.record().place(), TYPE, result.sim(), result.completedAt())
                .toHeaders()
                .add("correlation-id", result.id().getBytes(UTF_8));
        for (String name : GIVEN_BACK) {
            Header given = result.record().headers().lastHeader(name);
            if (given != null) {
                headers.add(given.key(), given.value());
            }
        }
        return headers;
    }

    private static byte @Nullable [] key(CommandResult result) {
        String sim = result.sim();
        return sim != null && SimId.matches(sim)
                ? sim.getBytes(UTF_8)
                : result.record().key();
    }

    /** The command as it came, and why it is dead. */
    private ProducerRecord<byte[], byte[]> deadLetter(CommandResult result) {
        CommandRecord record = result.record();
        Headers headers = new RecordHeaders(record.headers().toArray());
        CommandError error = result.error();
        String reason = error == null
                ? result.status().name().toLowerCase(Locale.ROOT)
                : error.code().wireName();
        add(headers, "dlq-reason", reason);
        add(headers, "dlq-detail", error == null ? "" : error.detail());
        add(headers, "dlq-topic", record.partition().topic());
        add(headers, "dlq-partition", String.valueOf(record.partition().partition()));
        add(headers, "dlq-offset", String.valueOf(record.offset()));
        add(headers, "dlq-attempts", String.valueOf(result.attempts()));
        return new ProducerRecord<>(topics.deadLetters(), null, record.key(), record.value(), headers);
    }

    private static void add(Headers headers, String name, String value) {
        // Behind what came with the command, if that has such a header too: the last one counts.
        headers.add(name, value.getBytes(UTF_8));
    }
}
