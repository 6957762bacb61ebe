package io.github.camelonomondo.commands;

import io.github.camelonomondo.kafka.BatchConsumer;
import io.github.camelonomondo.kafka.ClientFactory;
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
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The start, the gate and the end of a batch, on the polling thread: records become a {@link CommandBatch}, the gate
 * waits for it while the consumer keeps its membership, and when all is answered the offsets are committed.
 */
public final class CommandBatches {

    private static final long LOOK_AROUND_MILLIS = 200;
    private static final Comparator<TopicPartition> BY_NUMBER =
            Comparator.comparingInt(TopicPartition::partition).thenComparing(TopicPartition::topic);

    private final Clock clock;
    private final ClientFactory clients;
    private final CommandParser parser;
    private final CommandBatch.BatchTools tools;
    private final BatchCut cut;
    private final CommandAnswers answers;
    private final Runnable received;
    /** Of the polling thread. A property of the exchange would be copied for every SIM of the split. */
    private @Nullable Hand inHand;

    private final Stopping stopping;
    private final KafkaSilence silence = new KafkaSilence();
    private volatile @Nullable Instant oldestInHand;

    CommandBatches(
            Clock clock,
            ClientFactory clients,
            CommandBatch.BatchTools tools,
            Supplier<BatchLimit> limit,
            CommandAnswers answers,
            Runnable received,
            Stopping stopping) {
        this.clock = clock;
        this.clients = clients;
        this.parser = new CommandParser();
        this.tools = tools;
        this.cut = new BatchCut(tools, limit);
        this.answers = answers;
        this.received = received;
        this.stopping = stopping;
    }

    /**
     * Body in: the exchanges of a poll. Body out: their {@link CommandBatch}. Records that went to another member
     * meanwhile, that came twice, or that are answered already, are left out, and what exceeds the calls that a batch may need
     * is left to the next. A connector that stops begins none: all is left to the next start.
     */
    public void open(Exchange exchange) {
        BatchConsumer consumer = consumer();
        Instant now = clock.instant();
        Instant oldest = now;
        var records = new TreeMap<TopicPartition, NavigableMap<Long, CommandRecord>>(BY_NUMBER);
        List<?> polledRecords = exchange.getMessage().getBody(List.class);
        consumer.taken(polledRecords.size());
        answers.answeredBefore(consumer.answeredBefore());
        for (Object polled : polledRecords) {
            Message message = ((Exchange) polled).getMessage();
            CommandRecord record = recordOf(message, now);
            Instant written = writtenAt(message, now);
            oldest = written.isBefore(oldest) ? written : oldest;
            if (consumer.isOurs(record.partition(), record.offset())) {
                records.computeIfAbsent(record.partition(), partition -> new TreeMap<>())
                        .put(record.offset(), record);
            }
            if (polled != polledRecords.get(0)) {
                // Camel keeps the exchanges until the batch is done, a quarter of what the collector would copy,
                // and looks at the first alone if the batch fails.
                message.reset();
            }
        }
        if (exchange.getContext().isStopping()) {
            // Camel counts no exchange for what was only gathered: the routes that a batch needs may be stopped
            // already.
            records.forEach((partition, all) -> consumer.putBack(partition, all.firstKey()));
            exchange.setRouteStop(true);
            return;
        }
        List<BatchCut.Read> read = read(records);
        Map<TopicPartition, Long> leftOut = cut.leftOut(read);
        leftOut.forEach((partition, from) -> {
            consumer.putBack(partition, from);
            records.computeIfPresent(partition, (same, all) -> from > all.firstKey() ? all.headMap(from, false) : null);
        });
        var batch = new CommandBatch(clock, tools, accepted(read, leftOut), answers::add);
        batch.beginWhile(consumer::isLeased);
        var hand = new Hand(batch, records, answers);
        consumer.take(hand);
        inHand = hand;
        oldestInHand = oldest;
        exchange.getMessage().setBody(batch);
    }

    private List<BatchCut.Read> read(Map<TopicPartition, NavigableMap<Long, CommandRecord>> records) {
        List<CommandRecord> unanswered = records.values().stream()
                .flatMap(partition -> partition.values().stream())
                .filter(record -> !answers.isAnswered(record))
                .toList();
        // Nothing else can be done before all is read, so every core reads.
        return unanswered.parallelStream()
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
                answers.add(CommandResult.rejected(record, rejected, clock.instant()));
            }
        }
        return commands;
    }

    /** Looks at each header once: to look one up is to compare names, for every record of every batch. */
    private static CommandRecord recordOf(Message message, Instant now) {
        String topic = null;
        Integer partition = null;
        Long offset = null;
        byte[] key = null;
        Headers headers = null;
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            switch (header.getKey()) {
                case KafkaConstants.TOPIC -> topic = (String) header.getValue();
                case KafkaConstants.PARTITION -> partition = (Integer) header.getValue();
                case KafkaConstants.OFFSET -> offset = (Long) header.getValue();
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
                now);
    }

    private static Instant writtenAt(Message message, Instant now) {
        Long timestamp = (Long) message.getHeader(KafkaConstants.TIMESTAMP);
        return timestamp == null || timestamp <= 0 ? now : Instant.ofEpochMilli(timestamp);
    }

    /**
     * The gate: waits until the batch has something to send, or is settled and all its results are on Kafka.
     *
     * @return false once the offsets may be committed
     */
    public boolean unsettled(Exchange exchange) throws InterruptedException {
        CommandBatch batch = exchange.getMessage().getBody(CommandBatch.class);
        while (!batch.isSettled()) {
            hurry(batch, exchange);
            if (batch.awaitDue(LOOK_AROUND_MILLIS)) {
                return !batch.isSettled() || !allAnswered(batch, exchange);
            }
            consumer().keepMembership();
        }
        return !allAnswered(batch, exchange);
    }

    private boolean allAnswered(CommandBatch batch, Exchange exchange) throws InterruptedException {
        answers.hasten();
        while (!answers.awaitIdle(LOOK_AROUND_MILLIS)) {
            hurry(batch, exchange);
            consumer().keepMembership();
        }
        return true;
    }

    private void hurry(CommandBatch batch, Exchange exchange) {
        stopping.hurry(batch, exchange.getContext().isStopping());
        silence.lasts(answers.silentNanos());
        if (stopping.isKafkaGivenUp(answers.silentNanos())) {
            batch.leave(true);
            answers.giveUp();
        }
    }

    /** Commits the highest offset of every partition of the batch, or of what is answered if the rest was left. */
    public void commit(Exchange exchange) {
        Objects.requireNonNull(inHand, "open comes first").commit(consumer(), exchange.getContext()::isStopping);
        inHand = null;
        oldestInHand = null;
    }

    /** When the oldest command in hand was written, or null if none is. Any thread may ask. */
    public @Nullable Instant oldestInHand() {
        return oldestInHand;
    }

    private BatchConsumer consumer() {
        return Objects.requireNonNull(clients.commandConsumer(), "no consumer of the connector's group was made");
    }
}
