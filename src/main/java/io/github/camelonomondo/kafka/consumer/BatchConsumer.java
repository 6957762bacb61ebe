package io.github.camelonomondo.kafka.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer behind camel-kafka's batching endpoint. Camel hands a batch to the route on the polling thread; while the
 * route works, or waits out an outage, this consumer keeps its membership by polling with all partitions paused, knows
 * which records of the batch are still ours, and gives the route time to finish before partitions go to others.
 *
 * <p>Everything happens on the polling thread.
 */
public final class BatchConsumer extends KafkaConsumer<Object, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchConsumer.class);

    /** Between two attempts to commit while the group rebalances. */
    private static final Duration REBALANCE = Duration.ofMillis(50);

    /** Before the next poll while a batch is in hand, after one that failed. */
    private static final Duration AFTER_A_FAILURE = Duration.ofMillis(500);

    /** For saying good-bye: Kafka may be away. */
    private static final Duration GOOD_BYE = Duration.ofSeconds(2);

    private final BooleanSupplier stopped;
    private final Lease lease;
    private final BatchRoom room;
    private final OwnRecords own = new OwnRecords();
    private final Commits commits = new Commits(this, own);
    private final DoneBefore doneBefore = new DoneBefore(this);

    private BatchInHand inHand = BatchInHand.NONE;
    /** Until the batch in hand is done. */
    private boolean joinsNoMore;
    /** While a batch is in hand; of {@link System#nanoTime}. */
    private long pollsAgainAt = System.nanoTime();

    private boolean held;
    private boolean suspended;
    private boolean ended;
    private volatile boolean member;

    /**
     * A consumer.
     *
     * @param stopped while true, no new records are read
     * @param mostInHand records of one batch, asked at every poll
     */
    public BatchConsumer(Properties properties, BooleanSupplier stopped, IntSupplier mostInHand) {
        this(properties, stopped, new BatchRoom(mostInHand, System::nanoTime));
    }

    BatchConsumer(Properties properties, BooleanSupplier stopped, BatchRoom room) {
        super(properties);
        this.stopped = stopped;
        this.room = room;
        this.lease = Lease.of(metrics(), properties);
    }

    /** @param timeout after so long without a record Camel begins an incomplete batch */
    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        lease.holds();
        hold(ended || stopped.getAsBoolean() || room.isClosed());
        return noted(room.fill(known(unlessStopped(polled(room.untilBegun(timeout)))), this::seek));
    }

    /** Who is told that nothing is read any more may write at once, while a poll still waits. */
    private ConsumerRecords<Object, Object> unlessStopped(ConsumerRecords<Object, Object> polled) {
        return stopped.getAsBoolean() ? readLater(polled) : polled;
    }

    /**
     * Records that have come and may join the batch in hand. Stays in the group, as {@link #keepMembership} does. Ask {@link #isOurs} for
     * each.
     *
     * @param most how many there is room for; with 0 nothing is read
     */
    public ConsumerRecords<Object, Object> more(int most) {
        if (most <= 0 || ended || joinsNoMore || room.isAnyGiven() || stopped.getAsBoolean() || !lease.holds()) {
            keepMembership();
            return ConsumerRecords.empty();
        }
        hold(false);
        ConsumerRecords<Object, Object> records =
                room.fillUp(polledBesides(polled -> known(unlessStopped(polled))), this::seek, most);
        Set<TopicPartition> anew = records.partitions().stream()
                .filter(partition -> own.isOfAnotherLog(partition, first(records, partition)))
                .collect(Collectors.toSet());
        if (anew.isEmpty()) {
            return noted(records);
        }
        // Under the same offsets is something else now: all is read again once the batch is done.
        joinsNoMore = true;
        anew.forEach(own::beganAnew);
        return readLater(records);
    }

    /**
     * Polls while a batch is in hand. What fails has read nothing, and meets the poll for the next batch again: here it would end
     * the route amid calls.
     */
    private ConsumerRecords<Object, Object> polledBesides(UnaryOperator<ConsumerRecords<Object, Object>> taken) {
        ConsumerRecords<Object, Object> polled = ConsumerRecords.empty();
        if (System.nanoTime() - pollsAgainAt < 0) {
            return polled;
        }
        try {
            polled = polled(Duration.ZERO);
            return taken.apply(polled);
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            (joinsNoMore ? LOG.atDebug() : LOG.atWarn())
                    .log("nothing joins the batch in hand, as its topic cannot be read", e);
            joinsNoMore = true;
            pollsAgainAt = System.nanoTime() + AFTER_A_FAILURE.toNanos();
            return readLater(polled);
        }
    }

    private static long first(ConsumerRecords<Object, Object> records, TopicPartition partition) {
        return records.records(partition).get(0).offset();
    }

    private ConsumerRecords<Object, Object> noted(ConsumerRecords<Object, Object> records) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<Object, Object>> read = records.records(partition);
            if (!own.polled(
                    partition,
                    first(records, partition),
                    read.get(read.size() - 1).offset())) {
                doneBefore.anew(partition);
            }
        }
        return records;
    }

    private ConsumerRecords<Object, Object> polled(Duration timeout) {
        return Denials.unlessDenied(() -> super.poll(timeout)).orElseGet(ConsumerRecords::empty);
    }

    /** None before it is known what of their partitions is done: they are read again then. */
    private ConsumerRecords<Object, Object> known(ConsumerRecords<Object, Object> records) {
        if (doneBefore.isKnownOf(records)) {
            return records;
        }
        return readLater(records);
    }

    private ConsumerRecords<Object, Object> readLater(ConsumerRecords<Object, Object> records) {
        records.partitions().forEach(partition -> seek(partition, first(records, partition)));
        return ConsumerRecords.empty();
    }

    private void hold(boolean hold) {
        if (hold) {
            super.pause(assignment());
        } else if (held && !suspended) {
            super.resume(assignment());
        }
        held = hold;
    }

    /** Camel suspends what it is about to stop: what it pauses stays paused when a batch is done. */
    @Override
    public void pause(Collection<TopicPartition> partitions) {
        suspended = true;
        super.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        suspended = false;
        if (!held) {
            super.resume(partitions);
        }
    }

    /** True once it has been a member of its group. Any thread may ask. */
    public boolean isMember() {
        return member;
    }

    /** True while the group cannot have given our partitions to others, who may have gone on since. Any thread may ask. */
    public boolean isLeased() {
        return lease.holds();
    }

    /**
     * What was done of partitions before they were assigned to us, and not committed: by others, or by us before the last
     * start. Tells of each assignment once, with its first records at the latest.
     */
    public Map<TopicPartition, DoneBefore.Known> doneBefore() {
        return doneBefore.drain();
    }

    /** How many records a batch may hold at present. */
    public int mostInHand() {
        return room.most();
    }

    /** So many of the records polled are a batch now, and the next one may be gathered once it is done. */
    public void taken(int records) {
        room.taken(records);
    }

    /** The batch that the route works on from now on. */
    public void take(BatchInHand batch) {
        inHand = batch;
        joinsNoMore = false;
    }

    /** Reads and commits nothing any more: of what was read something is left to others, and no offset may pass it. */
    public void end() {
        ended = true;
        inHand = BatchInHand.NONE;
        own.end();
    }

    /**
     * True if the record is to be in the batch: it was read since its partition was last assigned to us, or put back, and is
     * not committed. Asked once for each record, in the order in which they came.
     */
    public boolean isOurs(TopicPartition partition, long offset) {
        return own.include(partition, offset);
    }

    /** Of a partition whose records are ours, those from {@code offset} on go into no batch before they are read again. */
    public void putBack(TopicPartition partition, long offset) {
        own.putBack(partition);
        seek(partition, offset);
    }

    /** Stays in the group without reading anything. Call it often while the route waits. */
    public void keepMembership() {
        keepMembership(() -> polledBesides(polled -> polled));
    }

    private void keepMembership(Supplier<ConsumerRecords<Object, Object>> poll) {
        hold(true);
        // What comes nevertheless was just assigned, and not yet paused.
        readLater(poll.get());
        if (!lease.holds()) {
            // The group takes offsets of its members alone.
            if (commits.atOnce(inHand.done()).isPresent()) {
                lease.renew();
            }
        }
    }

    /**
     * Commits what is ours of {@code offsets}, while the batch stays in hand, if that can be done at once.
     *
     * @return those of them that are committed
     */
    public Map<TopicPartition, OffsetAndMetadata> commitAtOnce(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return commits.atOnce(offsets).orElse(Map.of());
    }

    /**
     * Ends the batch in hand: commits what is still ours of {@code offsets}. Amid a rebalance it waits for its end; what
     * that takes from us is committed on the way. Without Kafka it waits for it, unless it is to stop.
     *
     * @return those of them that are committed; others will read, and do, what is not: the group moved on, or we stop
     */
    public Map<TopicPartition, OffsetAndMetadata> commit(
            Map<TopicPartition, OffsetAndMetadata> offsets, BooleanSupplier stopping) {
        try {
            // No call is under way any more: what fails may end the route.
            return commits.commit(offsets, stopping, () -> keepMembership(() -> polled(REBALANCE)));
        } finally {
            inHand = BatchInHand.NONE;
        }
    }

    /** Leaves the group, for at most some seconds. */
    @Override
    public void close() {
        super.close(CloseOptions.timeout(GOOD_BYE));
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new Handover(listener));
    }

    /** Finishes before it lets go. */
    private final class Handover implements ConsumerRebalanceListener {
        private final ConsumerRebalanceListener camel;

        Handover(ConsumerRebalanceListener camel) {
            this.camel = camel;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                try {
                    commits.beforeTheyGo(inHand.giveUp(partitions));
                } finally {
                    gone(partitions);
                }
            }
            camel.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            inHand.lose(partitions);
            gone(partitions);
            camel.onPartitionsLost(partitions);
        }

        private void gone(Collection<TopicPartition> partitions) {
            own.gone(partitions);
            doneBefore.gone(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            member = true;
            lease.renew();
            doneBefore.assigned(partitions);
            if (held || suspended) {
                Set<TopicPartition> mine = new HashSet<>(partitions);
                mine.retainAll(assignment());
                BatchConsumer.super.pause(mine);
            }
            camel.onPartitionsAssigned(partitions);
        }
    }
}
