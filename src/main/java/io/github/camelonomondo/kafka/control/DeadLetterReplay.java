package io.github.camelonomondo.kafka.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.kafka.TopicReader;
import io.github.camelonomondo.kafka.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order {@code replay-dlq}: writes dead commands to the command topic once more, with their original key, value and
 * headers. {@code reason} takes those with this {@code dlq-reason} alone, {@code since} those written from then on, {@code
 * dryRun} counts and writes nothing.
 *
 * <p>It is written in parts, so the queue may be of any size. If the leader dies in between, the next one goes on after
 * the last part that is safe: every dead letter is replayed once for each order. One that is larger than the command topic takes ends it with a
 * refusal that says how many were replayed.
 */
public final class DeadLetterReplay implements Order {

    /** What of a dead letter was too large for Kafka; one that has this header cannot be replayed. */
    public static final String LEFT_OUT = "dlq-left-out";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterReplay.class);
    private static final String REASON = "dlq-reason";
    private static final String PREFIX = "dlq-";

    private final Map<String, ?> kafka;
    private final Topics topics;

    public DeadLetterReplay(Map<String, ?> kafka, Topics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    @Override
    public Map<String, ? extends @Nullable Object> execute(JsonNode order, Parts parts) throws Exception {
        String reason = order.path(OrderForm.REASON).textValue();
        String from = order.path(OrderForm.SINCE).textValue();
        Instant since = from == null ? Instant.MIN : Instant.parse(from).truncatedTo(ChronoUnit.MILLIS);
        boolean dryRun = order.path(OrderForm.DRY_RUN).booleanValue();
        ReplayProgress progress;
        try (var reader = new TopicReader(kafka, topics.deadLetters())) {
            Map<Integer, Long> ends =
                    reader.ends(); // before the look for since: what comes meanwhile is another order's
            if (from != null) {
                reader.seekTo(since, ends);
            }
            progress = ReplayProgress.of(parts.lastNote(), ends);
            reader.seekTo(progress.next());
            reader.readTo(progress.ends(), deadLetters -> {
                List<ConsumerRecord<byte[], byte[]>> matching = matching(reason, since, deadLetters, progress);
                if (!dryRun && !matching.isEmpty()) {
                    write(matching, parts, progress);
                }
                LOG.atInfo()
                        .addKeyValue("read", progress.read())
                        .addKeyValue("matched", progress.matched())
                        .log("replaying dead letters");
            });
        }
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("read", progress.read());
        counts.put("matched", progress.matched());
        counts.put("replayed", dryRun ? 0 : progress.matched());
        counts.put(OrderForm.DRY_RUN, dryRun);
        return counts;
    }

    private static List<ConsumerRecord<byte[], byte[]>> matching(
            @Nullable String reason,
            Instant since,
            Iterable<ConsumerRecord<byte[], byte[]>> deadLetters,
            ReplayProgress progress) {
        List<ConsumerRecord<byte[], byte[]>> matching = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> deadLetter : deadLetters) {
            boolean isLateEnough = !Instant.ofEpochMilli(deadLetter.timestamp()).isBefore(since);
            if (progress.take(deadLetter) && isLateEnough && isWhole(deadLetter) && isFor(reason, deadLetter)) {
                progress.match();
                matching.add(deadLetter);
            }
        }
        return matching;
    }

    private void write(List<ConsumerRecord<byte[], byte[]>> matching, Parts parts, ReplayProgress progress)
            throws Exception {
        try {
            parts.write(matching.stream().map(this::command).toList(), progress.note());
        } catch (RecordTooLargeException e) {
            ConsumerRecord<byte[], byte[]> largest = Collections.max(
                    matching, Comparator.comparingInt(deadLetter -> Math.max(0, deadLetter.serializedValueSize())));
            throw new OrderRefusedException(
                    "the dead letter at " + largest.partition() + "-" + largest.offset() + " has "
                            + largest.serializedValueSize() + " bytes, more than " + topics.commands()
                            + " takes; of the part of the queue that it is in nothing is replayed, before that "
                            + (progress.matched() - matching.size())
                            + " were. Raise max.message.bytes of that topic, or leave it out by reason or since");
        }
    }

    private static boolean isWhole(ConsumerRecord<byte[], byte[]> deadLetter) {
        return deadLetter.headers().lastHeader(LEFT_OUT) == null;
    }

    private static boolean isFor(@Nullable String reason, ConsumerRecord<byte[], byte[]> deadLetter) {
        Header why = deadLetter.headers().lastHeader(REASON);
        return reason == null || (why != null && why.value() != null && reason.equals(new String(why.value(), UTF_8)));
    }

    private ProducerRecord<byte[], byte[]> command(ConsumerRecord<byte[], byte[]> deadLetter) {
        var headers = new RecordHeaders();
        for (Header header : deadLetter.headers()) {
            if (!header.key().startsWith(PREFIX)) {
                headers.add(header);
            }
        }
        return new ProducerRecord<>(topics.commands(), null, deadLetter.key(), deadLetter.value(), headers);
    }
}
