package io.github.camelonomondo.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what is ordered on the control topic. Every instance reads all of it, without a group; pause and resume
 * are obeyed by each, the rest by the leader. Each order is answered, done or refused.
 *
 * <p>The leader writes its answer together with how far it came, in one transaction, so a restart neither repeats an
 * order nor misses one; what had no answer when the leader died is carried out by the next.
 */
public final class ControlReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlReader.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PAUSE_AFTER_ERROR_MS = 2_000;
    private static final long STOP_SECONDS = 20;
    private static final String PAUSE = "pause-commands";
    private static final String RESUME = "resume-commands";

    private final Map<String, ?> kafka;
    private final Topics topics;
    private final String group;
    private final String instance;
    private final CommandSwitch commands;
    private final Map<String, Order> orders;
    private final LeaderElection election;
    private final Notifications notifications;
    private final Clock clock;
    private final TransactionalWriter writer;
    private final Thread thread = new Thread(this::readOnAndOn, "onomondo-control");

    private volatile boolean stopped;
    private volatile boolean paused;

    /** What this instance has read, whoever leads. */
    private final Map<Integer, Long> heard = new TreeMap<>();

    /** What the leader has carried out; known to us only while we lead. */
    private ControlProgress progress = ControlProgress.NONE;

    private boolean leading;

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
        this.instance = instance;
        this.commands = commands;
        this.orders = Map.copyOf(orders);
        this.election = election;
        this.notifications = notifications;
        this.clock = clock;
        this.writer = new TransactionalWriter(kafka, group + "-control");
    }

    /** Obeys what was in force when the group last ran, then goes on in the background. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** True while commands are paused by order. */
    public boolean isPaused() {
        return paused;
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
        boolean begun = false;
        while (!stopped) {
            try (var reader = new TopicReader(kafka, topics.control())) {
                if (!begun) {
                    begin();
                    begun = true;
                }
                reader.seekTo(heard);
                while (!stopped) {
                    follow(reader);
                    reader.poll(this::take, POLL);
                }
            } catch (InterruptException | InterruptedException e) {
                LOG.atDebug().log("woken");
            } catch (Exception e) { // the boundary: Kafka is away, or an order broke
                if (!stopped) {
                    LOG.atWarn().log("control orders cannot be read or answered, will go on: {}", e.toString());
                }
            }
            leading = false;
            writer.close();
            pause();
        }
    }

    private void begin() throws Exception {
        ControlProgress last = ControlProgress.read(kafka, topics, group);
        heard.putAll(last.next());
        if (last.paused()) {
            LOG.atInfo().log("commands are paused, as ordered before the restart");
            obey(true);
        }
    }

    /** Becomes what the election says; a new leader goes back to the first order without an answer. */
    private void follow(TopicReader reader) throws Exception {
        if (election.leads() && !leading) {
            writer.open();
            progress = ControlProgress.read(kafka, topics, group);
            reader.seekToBeginning();
            reader.seekTo(progress.next());
            leading = true;
        } else if (!election.leads() && leading) {
            leading = false;
            writer.close();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) throws Exception {
        boolean isNew = heard.getOrDefault(record.partition(), 0L) <= record.offset();
        boolean isOpen = leading && progress.isBefore(record.partition(), record.offset());
        if (!isNew && !isOpen) {
            return;
        }
        JsonNode order = parse(record.value());
        String name = order == null ? "" : order.path("order").asText();
        if (PAUSE.equals(name) || RESUME.equals(name)) {
            pauseOrResume(record, name, isNew, isOpen);
        } else if (isOpen) {
            lead(record, order, name);
        }
        heard.merge(record.partition(), record.offset() + 1, Math::max);
    }

    private void pauseOrResume(ConsumerRecord<byte[], byte[]> record, String name, boolean isNew, boolean isOpen)
            throws Exception {
        if (isOpen) {
            ControlProgress next = progress.after(record.partition(), record.offset(), PAUSE.equals(name));
            writer.write(sink -> sink.send(next.record(topics, group, clock)));
            progress = next;
        }
        if (isNew) {
            obey(PAUSE.equals(name));
            notifications.tell("order.done", answer(record, name, Map.of()));
        }
    }

    private void obey(boolean pause) {
        paused = pause;
        if (pause) {
            commands.pause();
        } else {
            commands.resume();
        }
    }

    private void lead(ConsumerRecord<byte[], byte[]> record, @Nullable JsonNode order, String name) throws Exception {
        ControlProgress next = progress.after(record.partition(), record.offset(), progress.paused());
        writer.write(sink -> {
            String type = "order.done";
            Map<String, ? extends @Nullable Object> details;
            try {
                details = execute(order, name, sink);
            } catch (OrderRefusedException e) {
                type = "order.refused";
                details = Map.of("reason", String.valueOf(e.getMessage()));
            }
            LOG.atInfo()
                    .addKeyValue("order", name)
                    .addKeyValue("details", details)
                    .log(type);
            sink.send(KafkaNotifications.record(
                    topics.notifications(), instance, type, answer(record, name, details), clock));
            sink.send(next.record(topics, group, clock));
        });
        progress = next;
    }

    private Map<String, ? extends @Nullable Object> execute(
            @Nullable JsonNode order, String name, TransactionalWriter.Sink sink) throws Exception {
        if (order == null) {
            throw new OrderRefusedException("an order is a JSON object such as {\"order\": \"scan-now\"}");
        }
        Order known = orders.get(name);
        if (known == null) {
            throw new OrderRefusedException(
                    "no such order; there are " + PAUSE + ", " + RESUME + ", " + String.join(", ", orders.keySet()));
        }
        return known.execute(order, sink);
    }

    private static Map<String, @Nullable Object> answer(
            ConsumerRecord<byte[], byte[]> record, String name, Map<String, ? extends @Nullable Object> details) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("order", name);
        answer.putAll(details);
        answer.put("partition", record.partition());
        answer.put("offset", record.offset());
        return answer;
    }

    private static @Nullable JsonNode parse(byte @Nullable [] value) {
        try {
            JsonNode order = value == null ? null : JSON.readTree(value);
            return order != null && order.isObject() ? order : null;
        } catch (IOException e) {
            return null;
        }
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
