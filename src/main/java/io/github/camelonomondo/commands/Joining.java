package io.github.camelonomondo.commands;

import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.result.DoneCommands;
import io.github.camelonomondo.commands.result.ResultQueue;
import io.github.camelonomondo.kafka.consumer.BatchConsumer;
import io.github.camelonomondo.kafka.consumer.DoneAhead;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Commands that come while a batch is in hand join it, so that one SIM that is tried again, or one slow call, does not keep all others
 * waiting. Not while one call after the other fails as a whole, or Kafka is silent: consumption waits then. Used by the polling thread alone.
 */
final class Joining {

    /** A batch that is held up by one command takes in others up to this many times its size. */
    private static final int MOST_HELD = 2;

    /** Of a batch: less room than that is none, as what there is no room for is fetched again. */
    private static final int FEW = 10;

    /** Behind a record that was sent in a transaction of its own stands a marker. */
    private static final int OFFSETS_OF_A_RECORD = 2;

    private static final long MOST_BYTES = 8L * 1024 * 1024;

    private final Clock clock;
    private final BatchReader reader;
    private final DoneCommands done;
    private final ResultQueue results;
    private final JoinPace pace = new JoinPace(System::nanoTime);

    Joining(Clock clock, BatchReader reader, DoneCommands done, ResultQueue results) {
        this.clock = clock;
        this.reader = reader;
        this.done = done;
        this.results = results;
    }

    /** The batch that others may join from now on, with its first. */
    void begin(CommandBatch batch, BatchReader.Taken first) {
        pace.joined(first.cut(), batch.size());
    }

    /** Stays in the group, and lets those join that have come. The results of what is refused, or too late, wait. */
    void join(CommandBatch batch, Hand hand, Exchange exchange, BatchConsumer consumer) {
        Instant now = clock.instant();
        var polled = new ArrayList<CommandRecord>();
        for (ConsumerRecord<Object, Object> record :
                consumer.more(room(batch, hand, exchange, consumer.mostInHand()))) {
            polled.add(BatchReader.recordOf(record, now));
        }
        if (polled.isEmpty()) {
            return;
        }
        consumer.doneBefore().forEach(done::begin);
        BatchReader.Taken taken = reader.take(BatchReader.ours(polled, consumer), consumer, batch::openCommands);
        batch.add(taken.commands());
        hand.add(taken);
        pace.joined(taken.cut(), batch.size());
    }

    /** None before half of what a batch holds is done: a few at a time fill no bulks. */
    private int room(CommandBatch batch, Hand hand, Exchange exchange, int most) {
        if (!isConsuming(exchange) || results.isKafkaSilent() || !batch.takesMore(results::isIdle)) {
            return 0;
        }
        int size = batch.size();
        if (hand.bytes() > MOST_BYTES || !pace.isTime(size, most)) {
            return 0;
        }
        long held = Math.min(MOST_HELD * most - hand.size(), (DoneAhead.REACH - hand.reach()) / OFFSETS_OF_A_RECORD);
        return held < most / FEW ? 0 : (int) Math.min(held, most - size);
    }

    /** False once the connector, or the route alone, is to stop. */
    private static boolean isConsuming(Exchange exchange) {
        Route route = exchange.getContext().getRoute(exchange.getFromRouteId());
        return !exchange.getContext().isStopping()
                && route != null
                && route.getConsumer() instanceof StatefulService consumer
                && consumer.isStarted();
    }
}
