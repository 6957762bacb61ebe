package io.github.camelonomondo.commands;

import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.result.DoneCommands;
import io.github.camelonomondo.commands.result.ResultQueue;
import io.github.camelonomondo.commands.result.ResultWriter;
import io.github.camelonomondo.kafka.ClientFactory;
import io.github.camelonomondo.kafka.consumer.BatchConsumer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The start, the gate and the end of a batch, on the polling thread: records become a {@link CommandBatch}; the gate waits for it while
 * the consumer keeps its membership, others join it, and what is done is committed; when all is done the rest of the offsets are.
 */
public final class CommandBatches {

    private static final long LOOK_AROUND_MILLIS = 200;
    /** Much less than a lone command may wait for company. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Clock clock;
    private final ClientFactory clients;
    private final CommandBatch.BatchTools tools;
    private final BatchReader reader;
    private final DoneCommands done;
    private final ResultQueue results;
    private final ResultWriter writer;
    private final Joining joining;
    /** Of the polling thread. A property of the exchange would be copied for every SIM of the split. */
    private @Nullable Hand inHand;

    private CommitPace commits = new CommitPace(System::nanoTime);
    private long lookedAround;

    private final Stopping stopping;
    private final KafkaSilence silence = new KafkaSilence();
    private volatile @Nullable Instant oldestInHand;

    CommandBatches(
            Clock clock,
            ClientFactory clients,
            CommandBatch.BatchTools tools,
            BatchReader reader,
            DoneCommands done,
            ResultQueue results,
            ResultWriter writer,
            Stopping stopping) {
        this.clock = clock;
        this.clients = clients;
        this.tools = tools;
        this.reader = reader;
        this.done = done;
        this.results = results;
        this.writer = writer;
        this.joining = new Joining(clock, reader, done, results);
        this.stopping = stopping;
    }

    /**
     * Body in: the exchanges of a poll. Body out: their {@link CommandBatch}. Records that went to another member
     * meanwhile, that came twice, or that are done already, are left out, and what exceeds the calls that a batch may need
     * is left to the next. A connector that stops begins none: all is left to the next start.
     */
    public void open(Exchange exchange) {
        BatchConsumer consumer = consumer();
        Map<TopicPartition, NavigableMap<Long, CommandRecord>> records = ours(exchange, consumer);
        if (exchange.getContext().isStopping()) {
            // Camel counts no exchange for what was only gathered: the routes that a batch needs may be stopped
            // already.
            records.forEach((partition, all) -> consumer.putBack(partition, all.firstKey()));
            exchange.setRouteStop(true);
            return;
        }
        if (inHand != null) {
            inHand.abandon();
        }
        BatchReader.Taken taken = reader.take(records, consumer, List::of);
        var batch = new CommandBatch(clock, tools, taken.commands(), results::add);
        batch.beginWhile(consumer::isLeased, () -> !results.isKafkaSilent());
        var hand = new Hand(batch, done, results, writer);
        hand.add(taken);
        joining.begin(batch, taken);
        consumer.take(hand);
        inHand = hand;
        lookedAround = System.nanoTime();
        commits = new CommitPace(System::nanoTime);
        oldestInHand = hand.oldest();
        exchange.getMessage().setBody(batch);
    }

    private Map<TopicPartition, NavigableMap<Long, CommandRecord>> ours(Exchange exchange, BatchConsumer consumer) {
        Instant now = clock.instant();
        List<?> polled = exchange.getMessage().getBody(List.class);
        consumer.taken(polled.size());
        consumer.doneBefore().forEach(done::begin);
        var records = new ArrayList<CommandRecord>(polled.size());
        for (Object one : polled) {
            Message message = ((Exchange) one).getMessage();
            records.add(BatchReader.recordOf(message, now));
            if (one != polled.get(0)) {
                // Camel keeps the exchanges until the batch is done, a quarter of what the collector would copy,
                // and looks at the first alone if the batch fails.
                message.reset();
            }
        }
        return BatchReader.ours(records, consumer);
    }

    /**
     * The gate: waits until the batch has something to send or to tell, or is settled and all its results are on Kafka. Meanwhile commands that
     * come join it.
     *
     * @return false once the offsets may be committed
     */
    public boolean unsettled(Exchange exchange) throws InterruptedException {
        CommandBatch batch = exchange.getMessage().getBody(CommandBatch.class);
        while (!batch.isSettled()) {
            if (lookAround(batch, exchange)) {
                return true;
            }
            if (batch.awaitDue(BETWEEN_LOOKS.toMillis())) {
                break;
            }
        }
        return !batch.isSettled() || !allDone(batch, exchange);
    }

    /** What must be looked up now; handed out once. */
    public List<Lookup> lookups(CommandBatch batch) {
        return batch.takeLookups();
    }

    /** The commands whose tags are to be added or removed by calls of their own; handed out once. */
    public List<DueTags> tagChanges(CommandBatch batch) {
        return batch.takeTagChanges();
    }

    /** The SIMs whose next update may be sent now; handed out once. */
    public List<CommandBatch.DueUpdate> updates(CommandBatch batch) {
        return batch.takeUpdates();
    }

    /** @return true if results wait that no call is to tell: of what joined the batch and was refused, or was too late for its call */
    private boolean lookAround(CommandBatch batch, Exchange exchange) {
        long now = System.nanoTime();
        if (now - lookedAround < BETWEEN_LOOKS.toNanos()) {
            return false;
        }
        lookedAround = now;
        hurry(batch, exchange);
        Hand hand = handOf();
        commits.commitIfDue(() -> results.isKafkaSilent() || hand.commitDone(consumer()));
        if (commits.isBehind()) {
            consumer().keepMembership(); // who joined now would be sent again after a crash, however long it lasts
        } else {
            joining.join(batch, hand, exchange, consumer());
        }
        oldestInHand = hand.oldest();
        return mustTell();
    }

    private boolean mustTell() {
        return results.isAnyToTell() && !results.isKafkaSilent();
    }

    private Hand handOf() {
        return Objects.requireNonNull(inHand, "open comes first");
    }

    private boolean allDone(CommandBatch batch, Exchange exchange) throws InterruptedException {
        writer.hasten();
        while (!results.awaitIdle(LOOK_AROUND_MILLIS)) {
            if (mustTell()) {
                return false; // what joined last, if it was refused: no call is to tell it
            }
            hurry(batch, exchange);
            consumer().keepMembership();
        }
        return true;
    }

    private void hurry(CommandBatch batch, Exchange exchange) {
        stopping.hurry(batch, exchange.getContext().isStopping());
        silence.lasts(results.silentNanos());
        if (stopping.isKafkaGivenUp(results.silentNanos())) {
            batch.leave(true);
            writer.giveUp();
        }
    }

    /** Commits the highest offset of every partition of the batch, or of what is done if the rest was left. */
    public void commit(Exchange exchange) {
        handOf().commit(consumer(), exchange.getContext()::isStopping);
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
