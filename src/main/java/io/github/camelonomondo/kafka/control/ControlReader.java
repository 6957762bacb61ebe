package io.github.camelonomondo.kafka.control;

import io.github.camelonomondo.kafka.KafkaNotifications;
import io.github.camelonomondo.kafka.LeaderElection;
import io.github.camelonomondo.kafka.Notifications;
import io.github.camelonomondo.kafka.TopicReader;
import io.github.camelonomondo.kafka.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what is ordered on the control topic. Every instance reads all of it, without a group; pause and resume
 * are obeyed by each, the rest by the leader. Each order is answered, done or refused.
 *
 * <p>The leader writes its answer together with how far it came, in one transaction, so a restart neither repeats an
 * order nor misses one; what had no answer when the leader died is carried out by the next, which goes on after the last
 * part that is safe. Orders wait for the one before.
 */
public final class ControlReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PAUSE_AFTER_ERROR_MS = 2_000;
    private static final long STOP_SECONDS = 20;
    private static final long OLDEST_AT_FIRST_MS = TimeUnit.MINUTES.toMillis(10);
    private static final String TOO_OLD =
            "it was written more than 10 minutes before the first start of this group, or before it knew this topic; order it again";
    private static final String OLDER = "a younger order of another partition was obeyed before";

    private final Map<String, ?> kafka;
    private final Topics topics;
    private final String group;
    private final CommandSwitch commands;
    private final OrderExecution execution;
    private final LeaderElection election;
    private final Notifications notifications;
    private final OrderJournal journal;
    private final PauseOrders pauses;
    private final Clock clock;
    private final Thread thread = new Thread(this::readOnAndOn, "onomondo-control");

    private volatile boolean stopped;
    private boolean begun;

    /** The place of the pause or resume whose answer was last written, or maybe not, by this leader. */
    private String beingAnswered = "";

    /** What this instance has read, whoever leads. */
    private final Map<Integer, Long> heard = new TreeMap<>();

    /** Where the reader stands; what comes from before that is of a topic that was made again. */
    private final Map<Integer, Long> reached = new TreeMap<>();

    /**
     * @param orders by name, for the leader; pause-commands and resume-commands are known here
     * @param instance names this process in answers
     */
    public ControlReader(
            Map<String, ?> kafka,
            Topics topics,
            String group,
            String instance,
            CommandSwitch commands,
            Map<String, Order> orders,
            LeaderElection election,
            Notifications notifications,
            Clock clock) {
        this.kafka = kafka;
        this.topics = topics;
        this.group = group;
        this.commands = commands;
        this.execution = new OrderExecution(orders);
        this.election = election;
        this.notifications = notifications;
        this.clock = clock;
        this.pauses = new PauseOrders(commands);
        this.journal = new OrderJournal(kafka, topics, group, instance, clock);
    }

    /**
     * Reads in the background. Commands have to be paused until it has said, at its beginning, whether they were when the
     * group last ran.
     */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** True while no command is read: by order, or as the orders before the start are not known yet. */
    public boolean isPaused() {
        return commands.isPaused();
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOnAndOn() {
        while (!stopped) {
            try {
                readOn();
            } catch (InterruptException | InterruptedException e) {
                LOG.atDebug().log("woken");
            } catch (Exception | Error e) { // the boundary: Kafka is away, an order broke, or the heap is full
                warn(e);
            }
            pause();
        }
    }

    private void readOn() throws Exception {
        try (var reader = new TopicReader(kafka, topics.control())) {
            Map<Integer, Long> ends = reader.ends();
            heard.entrySet().removeIf(entry -> entry.getValue() > ends.getOrDefault(entry.getKey(), 0L));
            pauses.forgetBeyond(ends);
            if (!begun) {
                begin(reader);
                begun = true;
            }
            goTo(heard, reader);
            while (!stopped && reader.hasAllPartitions()) {
                follow(reader);
                reader.poll(record -> take(record, reader), POLL);
            }
        } finally {
            journal.close();
        }
    }

    private void warn(Throwable cause) {
        if (stopped) {
            return;
        }
        LOG.atWarn()
                .log(
                        begun
                                ? "control orders cannot be read or answered, will go on: {}"
                                : "no command is read until the orders before the start are known: {}",
                        cause.toString());
    }

    private void goTo(Map<Integer, Long> offsets, TopicReader reader) {
        reader.seekToBeginning();
        reader.seekTo(offsets);
        reached.clear();
        reached.putAll(offsets);
    }

    private void begin(TopicReader reader) throws Exception {
        ControlProgress last = ControlProgress.read(kafka, topics, group).within(reader.ends());
        heard.putAll(last.next());
        if (pauses.begin(last, reader)) {
            LOG.atInfo().log("commands are paused, as ordered before the restart");
        }
    }

    /** Becomes what the election says; a new leader goes back to the first order without an answer. */
    private void follow(TopicReader reader) throws Exception {
        if (election.leads() && !journal.isOpen()) {
            boolean isKnown = journal.open(reader);
            if (!isKnown) {
                refuseOldOnes(reader);
            }
            goTo(firstToTake(), reader);
        } else if (!election.leads()) {
            journal.close();
        }
    }

    /**
     * What was ordered long before the group began is not meant for now, unless it pauses or resumes. All at once: the next
     * leader would take what is left for orders of the day.
     */
    private void refuseOldOnes(TopicReader reader) throws Exception {
        long now = clock.millis();
        List<ReceivedOrder> old = new ArrayList<>();
        Set<Integer> recent = new TreeSet<>();
        reader.seekToBeginning();
        reader.readToEnd(record -> {
            var order = ReceivedOrder.of(record);
            if (record.timestamp() >= now - OLDEST_AT_FIRST_MS) {
                recent.add(order.partition());
            } else if (!recent.contains(order.partition()) && !PauseOrders.isOne(order) && journal.isDue(order)) {
                old.add(order);
            }
        });
        if (!old.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("orders", old.size())
                    .log("refusing orders that were written long before this start");
            journal.refused(old, commands.isPaused(), Map.of("reason", TOO_OLD));
        }
    }

    /** Also what others have carried out, if this instance has not heard of it. */
    private Map<Integer, Long> firstToTake() {
        Map<Integer, Long> first = new TreeMap<>(journal.progress().next());
        first.replaceAll((partition, next) -> Math.min(next, heard.getOrDefault(partition, 0L)));
        return first;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, TopicReader reader) throws Exception {
        var order = ReceivedOrder.of(record);
        if (order.offset() < reached.getOrDefault(order.partition(), 0L)) {
            LOG.atWarn().addKeyValue("partition", order.partition()).log("the control topic was made again");
            heard.remove(order.partition());
            pauses.forget(order.partition());
            journal.forget(order.partition());
        }
        reached.put(order.partition(), order.offset() + 1);
        boolean isNew = heard.getOrDefault(order.partition(), 0L) <= order.offset();
        boolean isDue = journal.isOpen() && journal.isDue(order);
        if (!isNew && !isDue) {
            return;
        }
        if (PauseOrders.isOne(order)) {
            pauseOrResume(record, isNew, isDue);
        } else if (isDue) {
            lead(order, reader);
        }
        heard.merge(order.partition(), order.offset() + 1, Math::max);
    }

    private void pauseOrResume(ConsumerRecord<byte[], byte[]> record, boolean isNew, boolean isDue) throws Exception {
        var order = ReceivedOrder.of(record);
        // The order of partitions is not that in which their records come: what is known already stands.
        var verdict = isNew ? pauses.on(record) : PauseOrders.Verdict.SETTLED;
        boolean isObeyed = verdict == PauseOrders.Verdict.TO_OBEY;
        boolean pause = isObeyed ? PauseOrders.isPause(order) : commands.isPaused();
        boolean isTooLate = verdict == PauseOrders.Verdict.TOO_LATE;
        String type = isTooLate ? "order.refused" : "order.done";
        Map<String, String> details = isTooLate ? Map.of("reason", OLDER) : Map.of();
        boolean wasWritten = !isDue && journal.isOpen() && order.place().equals(beingAnswered);
        if (isDue && isNew) {
            beingAnswered = order.place(); // if Kafka does not say whether it was written, it is not to be told again
            journal.answered(order, type, details, pause);
            KafkaNotifications.log(LOG, type, order.answer(details));
        } else if (isDue) {
            journal.paused(order, pause); // answered by this instance when it heard of it
        } else if (isNew && !wasWritten) {
            notifications.tell(type, order.answer(details));
        }
        if (isObeyed) {
            pauses.obey(record, pause);
        }
    }

    private void lead(ReceivedOrder order, TopicReader reader) throws Exception {
        var outcome = execution.carryOut(order, journal.parts(order));
        if (!journal.isOpen() && !isStillOurs(order, reader)) {
            return;
        }
        var details = outcome.details(journal.parts(order));
        journal.answered(order, outcome.type(), details);
        KafkaNotifications.log(LOG, outcome.type(), order.answer(details));
    }

    /** What the order was to write was not taken, and meanwhile another may lead. */
    private boolean isStillOurs(ReceivedOrder order, TopicReader reader) throws Exception {
        if (!election.leads()) {
            return false;
        }
        journal.open(reader);
        return journal.isDue(order);
    }

    private void pause() {
        try {
            if (!stopped) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_ERROR_MS);
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("woken");
        }
    }
}
