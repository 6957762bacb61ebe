package io.github.camelonomondo.changes.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelonomondo.changes.FleetState;
import io.github.camelonomondo.kafka.TopicReader;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.sim.SimId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rebuilds the state from its compacted topic. Records without our headers are taken as first revisions. */
final class StateTopic {

    private static final Logger LOG = LoggerFactory.getLogger(StateTopic.class);
    private static final int TELL_EVERY = 10_000;

    private final Map<String, ?> kafka;
    private final String topic;

    StateTopic(Map<String, ?> kafka, Topics topics) {
        this.kafka = kafka;
        this.topic = topics.state();
    }

    /**
     * Fills {@code state}, which knows nothing yet.
     *
     * @param seenSince when the last complete scan began: what it did not report has been seen since. Null: not known
     * @param progress hears how many SIMs are read
     * @return the highest scan that wrote any of it
     */
    int readInto(FleetState state, @Nullable Instant seenSince, IntConsumer progress) throws Exception {
        long begun = System.nanoTime();
        var filling = new Filling(state, seenSince, progress);
        long records;
        try (var reader = new TopicReader(kafka, topic)) {
            records = reader.readToEnd(filling::take);
        }
        LOG.atInfo()
                .addKeyValue("sims", state.size())
                .addKeyValue("records", records)
                .addKeyValue("millis", (System.nanoTime() - begun) / 1_000_000)
                .log("state read");
        return filling.highestScan;
    }

    private static final class Filling {
        private final FleetState state;
        private final @Nullable Instant seenSince;
        private final IntConsumer progress;
        private int highestScan;
        private int told;

        Filling(FleetState state, @Nullable Instant seenSince, IntConsumer progress) {
            this.state = state;
            this.seenSince = seenSince;
            this.progress = progress;
        }

        void take(ConsumerRecord<byte[], byte[]> record) {
            byte[] json = record.value();
            highestScan = Math.max(highestScan, number(record, ChangeRecords.SCAN, 0));
            if (json == null) {
                String key = record.key() == null ? "" : new String(record.key(), UTF_8);
                if (SimId.matches(key)) {
                    state.remove(new SimId(key));
                }
            } else if (!state.restore(
                    json,
                    number(record, ChangeRecords.REVISION, 1),
                    number(record, ChangeRecords.SCAN, 0),
                    seenAt(record))) {
                LOG.atWarn()
                        .addKeyValue("partition", record.partition())
                        .addKeyValue("offset", record.offset())
                        .log("a state record holds no SIM and is left out");
            }
            if (state.size() >= told + TELL_EVERY) {
                told = state.size();
                progress.accept(told);
                LOG.atInfo().addKeyValue("sims", told).log("reading the state");
            }
        }

        private Instant seenAt(ConsumerRecord<byte[], byte[]> record) {
            Instant seen = Instant.ofEpochMilli(record.timestamp());
            String header = header(record, ChangeRecords.SEEN_AT);
            if (header != null) {
                try {
                    seen = Instant.parse(header);
                } catch (DateTimeParseException e) {
                    LOG.atDebug().log("seen-at is no instant, the record's own is taken");
                }
            }
            return seenSince != null && seenSince.isAfter(seen) ? seenSince : seen;
        }

        private static int number(ConsumerRecord<byte[], byte[]> record, String name, int otherwise) {
            String header = header(record, name);
            try {
                return header == null ? otherwise : Integer.parseInt(header);
            } catch (NumberFormatException e) {
                return otherwise;
            }
        }

        private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
            Header header = record.headers().lastHeader(name);
            return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
        }
    }
}
