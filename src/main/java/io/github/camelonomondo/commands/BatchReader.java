package io.github.camelonomondo.commands;

import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.result.DoneCommands;
import io.github.camelonomondo.commands.result.ResultQueue;
import io.github.camelonomondo.kafka.consumer.BatchConsumer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Reads the records of a poll: which of them a batch takes, and what they ask for. Used by the polling thread alone. */
final class BatchReader {

    private static final Comparator<TopicPartition> BY_NUMBER =
            Comparator.comparingInt(TopicPartition::partition).thenComparing(TopicPartition::topic);

    private final Clock clock;
    private final CommandParser parser = new CommandParser();
    private final BatchCut cut;
    private final DoneCommands done;
    private final ResultQueue results;
    private final Runnable received;

    /**
     * What a batch takes.
     *
     * @param records by offset, none of the maps empty
     * @param commands of them, without those that were done before or are refused; the results of the latter wait
     * @param cut why others were put back
     */
    record Taken(
            Map<TopicPartition, NavigableMap<Long, CommandRecord>> records,
            List<Command> commands,
            BatchCut.Reason cut) {}

    /** @param received is told of each record that is taken and was not done before */
    BatchReader(Clock clock, BatchCut cut, DoneCommands done, ResultQueue results, Runnable received) {
        this.clock = clock;
        this.cut = cut;
        this.done = done;
        this.results = results;
        this.received = received;
    }

    /** By partition, those of {@code polled} that are ours; what came twice stands there once. */
    static Map<TopicPartition, NavigableMap<Long, CommandRecord>> ours(
            List<CommandRecord> polled, BatchConsumer consumer) {
        var records = new TreeMap<TopicPartition, NavigableMap<Long, CommandRecord>>(BY_NUMBER);
        for (CommandRecord record : polled) {
            if (consumer.isOurs(record.partition(), record.offset())) {
                records.computeIfAbsent(record.partition(), partition -> new TreeMap<>())
                        .put(record.offset(), record);
            }
        }
        return records;
    }

    /**
     * Reads records that are ours. What exceeds the calls that a batch may need is put back.
     *
     * @param inHand commands that the batch has already
     */
    Taken take(
            Map<TopicPartition, NavigableMap<Long, CommandRecord>> records,
            BatchConsumer consumer,
            Supplier<List<Command>> inHand) {
        List<BatchCut.Read> read = read(records);
        BatchCut.LeftOut leftOut = cut.leftOut(read, inHand);
        leftOut.from().forEach((partition, from) -> {
            consumer.putBack(partition, from);
            records.computeIfPresent(partition, (same, all) -> from > all.firstKey() ? all.headMap(from, false) : null);
        });
        return new Taken(records, accepted(read, leftOut.from()), leftOut.reason());
    }

    private List<BatchCut.Read> read(Map<TopicPartition, NavigableMap<Long, CommandRecord>> records) {
        List<CommandRecord> notDone = records.values().stream()
                .flatMap(partition -> partition.values().stream())
                .filter(record -> !done.contains(record))
                .toList();
        // Nothing else can be done before all is read, so every core reads.
        return notDone.parallelStream()
                .map(record -> new BatchCut.Read(record, parser.parse(record)))
                .toList();
    }

    private List<Command> accepted(List<BatchCut.Read> read, Map<TopicPartition, Long> leftOut) {
        var commands = new ArrayList<Command>(read.size());
        for (BatchCut.Read one : read) {
            CommandRecord record = one.record();
            if (record.offset() >= leftOut.getOrDefault(record.partition(), Long.MAX_VALUE)) {
                continue;
            }
            received.run();
            if (one.parsed() instanceof Parsed.Accepted accepted) {
                commands.add(accepted.command());
            } else if (one.parsed() instanceof Parsed.Rejected rejected) {
                results.add(CommandResult.rejected(record, rejected, clock.instant()));
            }
        }
        return commands;
    }

    /** A record as Camel gives it. Looks at each header once: to look one up is to compare names, for every record of every batch. */
    static CommandRecord recordOf(Message message, Instant now) {
        String topic = null;
        Integer partition = null;
        Long offset = null;
        Long timestamp = null;
        byte[] key = null;
        Headers headers = null;
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            switch (header.getKey()) {
                case KafkaConstants.TOPIC -> topic = (String) header.getValue();
                case KafkaConstants.PARTITION -> partition = (Integer) header.getValue();
                case KafkaConstants.OFFSET -> offset = (Long) header.getValue();
                case KafkaConstants.TIMESTAMP -> timestamp = (Long) header.getValue();
                case KafkaConstants.KEY -> key = (byte[]) header.getValue();
                case KafkaConstants.HEADERS -> headers = (Headers) header.getValue();
                default -> {
                    // not of interest
                }
            }
        }
        return new CommandRecord(
                new TopicPartition(
                        Objects.requireNonNull(topic, KafkaConstants.TOPIC),
                        Objects.requireNonNull(partition, KafkaConstants.PARTITION)),
                Objects.requireNonNull(offset, KafkaConstants.OFFSET),
                key,
                (byte[]) message.getBody(),
                headers == null ? new RecordHeaders() : headers,
                writtenAt(timestamp, now),
                now);
    }

    /** A record as Kafka gives it. */
    static CommandRecord recordOf(ConsumerRecord<Object, Object> polled, Instant now) {
        return new CommandRecord(
                new TopicPartition(polled.topic(), polled.partition()),
                polled.offset(),
                (byte[]) polled.key(),
                (byte[]) polled.value(),
                polled.headers(),
                writtenAt(polled.timestamp(), now),
                now);
    }

    private static Instant writtenAt(@Nullable Long timestamp, Instant now) {
        return timestamp == null || timestamp <= 0 ? now : Instant.ofEpochMilli(timestamp);
    }
}
