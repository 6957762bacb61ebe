package io.github.camelonomondo.commands;

import io.github.camelonomondo.kafka.BatchConsumer;
import io.github.camelonomondo.kafka.ClientFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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
    private static final long HANDOVER_MILLIS = 20_000;

    private final Clock clock;
    private final ClientFactory clients;
    private final CommandParser parser;
    private final CommandBatch.BatchTools tools;
    private final CommandAnswers answers;
    private final Runnable received;
    /** Of the polling thread. A property of the exchange would be copied for every SIM of the split. */
    private @Nullable Hand inHand;

    private final Stopping stopping = new Stopping(System::nanoTime);
    private volatile @Nullable Instant oldestInHand;

    CommandBatches(
            Clock clock,
            ClientFactory clients,
            CommandBatch.BatchTools tools,
            CommandAnswers answers,
            Runnable received) {
        this.clock = clock;
        this.clients = clients;
        this.parser = new CommandParser();
        this.tools = tools;
        this.answers = answers;
        this.received = received;
    }

    /**
     * Body in: the exchanges of a poll. Body out: their {@link CommandBatch}. Records that went to another member
     * meanwhile, that came twice, or that are answered already, are left out.
     */
    public void open(Exchange exchange) {
        BatchConsumer consumer = consumer();
        Instant now = clock.instant();
        Instant oldest = now;
        var records = new TreeMap<TopicPartition, NavigableMap<Long, CommandRecord>>(BY_NUMBER);
        List<?> polledRecords = exchange.getMessage().getBody(List.class);
        consumer.taken(polledRecords.size());
        for (Object polled : polledRecords) {
            Message message = ((Exchange) polled).getMessage();
            CommandRecord record = recordOf(message, now);
            Instant written = writtenAt(message, now);
            oldest = written.isBefore(oldest) ? written : oldest;
            if (consumer.isOurs(record.partition(), record.offset())) {
                records.computeIfAbsent(record.partition(), partition -> new TreeMap<>())
                        .put(record.offset(), record);
            }
        }
        var batch = new CommandBatch(clock, tools, accepted(records), answers::add);
        var hand = new Hand(batch, records);
        consumer.take(hand);
        inHand = hand;
        oldestInHand = oldest;
        exchange.getMessage().setBody(batch);
    }

    private List<Command> accepted(Map<TopicPartition, NavigableMap<Long, CommandRecord>> records) {
        List<CommandRecord> unanswered = records.values().stream()
                .flatMap(partition -> partition.values().stream())
                .filter(record -> !answers.isAnswered(record))
                .toList();
        // Nothing else can be done before all is read, so every core reads.
        List<Parsed> read = unanswered.parallelStream().map(parser::parse).toList();
        var commands = new ArrayList<Command>(read.size());
        for (int i = 0; i < read.size(); i++) {
            received.run();
            if (read.get(i) instanceof Parsed.Accepted accepted) {
                commands.add(accepted.command());
            } else if (read.get(i) instanceof Parsed.Rejected rejected) {
                answers.add(CommandResult.rejected(unanswered.get(i), rejected, clock.instant()));
            }
        }
        return commands;
    }

    private static CommandRecord recordOf(Message message, Instant now) {
        var partition = new TopicPartition(
                header(message, KafkaConstants.TOPIC, String.class),
                header(message, KafkaConstants.PARTITION, Integer.class));
        Headers headers = (Headers) message.getHeader(KafkaConstants.HEADERS);
        return new CommandRecord(
                partition,
                header(message, KafkaConstants.OFFSET, Long.class),
                (byte[]) message.getHeader(KafkaConstants.KEY),
                (byte[]) message.getBody(),
                headers == null ? new RecordHeaders() : headers,
                now);
    }

    private static Instant writtenAt(Message message, Instant now) {
        Long timestamp = (Long) message.getHeader(KafkaConstants.TIMESTAMP);
        return timestamp == null || timestamp <= 0 ? now : Instant.ofEpochMilli(timestamp);
    }

    private static <T> T header(Message message, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(message.getHeader(name), name));
    }

    /**
     * The gate: waits until the batch has something to send, or is settled and all its results are on Kafka.
     *
     * @return false once the offsets may be committed
     */
    public boolean unsettled(Exchange exchange) throws InterruptedException {
        CommandBatch batch = exchange.getMessage().getBody(CommandBatch.class);
        while (!batch.isSettled()) {
            stopping.hurry(batch, exchange.getContext().isStopping());
            if (batch.awaitDue(LOOK_AROUND_MILLIS)) {
                return !batch.isSettled() || !allAnswered();
            }
            consumer().keepMembership();
        }
        return !allAnswered();
    }

    private boolean allAnswered() throws InterruptedException {
        while (!answers.awaitIdle(LOOK_AROUND_MILLIS)) {
            consumer().keepMembership();
        }
        return true;
    }

    /** Commits the highest offset of every partition of the batch, or of what is answered if the rest was left. */
    public void commit() {
        Objects.requireNonNull(inHand, "open comes first").committing(consumer());
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

    /** The batch in hand, as the consumer sees it. */
    private final class Hand implements BatchConsumer.BatchInHand {
        private final CommandBatch batch;
        private final Map<TopicPartition, NavigableMap<Long, CommandRecord>> records;

        Hand(CommandBatch batch, Map<TopicPartition, NavigableMap<Long, CommandRecord>> records) {
            this.batch = batch;
            this.records = records;
        }

        void committing(BatchConsumer consumer) {
            var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
            boolean left = batch.isLeft();
            records.forEach((partition, read) -> {
                Long next = left ? firstUnanswered(read) : Long.valueOf(read.lastKey() + 1);
                if (next != null) {
                    offsets.put(partition, new OffsetAndMetadata(next));
                }
            });
            if (consumer.commit(offsets)) {
                offsets.forEach((partition, offset) -> answers.forget(partition, offset.offset()));
            }
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> giveUp(Collection<TopicPartition> partitions) {
            Set<TopicPartition> leaving = new HashSet<>(partitions);
            batch.giveUp(leaving, HANDOVER_MILLIS);
            try {
                answers.awaitIdle(HANDOVER_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            var done = new HashMap<TopicPartition, OffsetAndMetadata>();
            for (TopicPartition partition : leaving) {
                Long next = firstUnanswered(records.remove(partition));
                if (next != null) {
                    done.put(partition, new OffsetAndMetadata(next));
                }
            }
            return done;
        }

        private @Nullable Long firstUnanswered(@Nullable NavigableMap<Long, CommandRecord> read) {
            if (read == null) {
                return null;
            }
            for (CommandRecord record : read.values()) {
                if (!answers.isAnswered(record)) {
                    return record.offset();
                }
            }
            return read.lastKey() + 1;
        }
    }
}
