package io.github.camelonomondo.kafka;

import io.github.camelonomondo.kafka.consumer.Lease;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of all connectors with the same topics leads: the member of a consumer group that owns partition 0 of a topic, of which nothing is
 * read. A dead leader is followed by another within some 10 s, one that stops at once. A leader that was paused may
 * believe for a moment that it still leads; what it does then must be fenced by a {@link TransactionalWriter}.
 */
public final class LeaderElection implements Leadership, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PAUSE_AFTER_ERROR_MS = 2_000;
    private static final long STOP_SECONDS = 45;

    private final Map<String, Object> settings = new HashMap<>();
    private final String topic;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::takePart, "onomondo-leader-election");

    private volatile boolean stopped;
    private volatile boolean leads;
    private volatile int members = 1;
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile @Nullable Lease lease;

    /** Hears of changes, on the election's thread; while it is busy with a loss nobody else is made leader. */
    public interface Listener {
        default void leadership(boolean leads) {}

        default void members(int count) {}
    }

    /** @param group of the election; of its members one leads for each {@code topic} that they name */
    public LeaderElection(Map<String, ?> kafka, String topic, String group) {
        this.topic = topic;
        settings.putAll(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic"); // the other has its assignors in the broker
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, FirstPartitionAssignor.class.getName());
        settings.put(FirstPartitionAssignor.MEMBERS_LISTENER, (IntConsumer) this::counted);
    }

    /** Takes part from now on. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean leads() {
        return leads;
    }

    /** The group answers every 3 s; after 6 s without that Kafka is away. */
    @Override
    public boolean isKafkaThere() {
        Lease now = lease;
        return now == null || now.isAnswered();
    }

    /** How many connectors live, this one counted; at least 1. */
    public int members() {
        return members;
    }

    /** Adds one; it hears at once what is so now if that is not what it must assume: not leading, one member. */
    public void listen(Listener listener) {
        listeners.add(listener);
        if (leads) {
            listener.leadership(true);
        }
        if (members > 1) {
            listener.members(members);
        }
    }

    public void ignore(Listener listener) {
        listeners.remove(listener);
    }

    /** Gives up what it leads, then leaves the group, so that another follows at once. */
    @Override
    public void close() {
        stopped = true;
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takePart() {
        while (!stopped) {
            try (Consumer<byte[], byte[]> consumer = new BytesConsumer(settings)) {
                current = consumer;
                Lease heartbeats = Lease.of(consumer.metrics(), settings);
                lease = heartbeats;
                consumer.subscribe(List.of(topic), new Ownership());
                while (!stopped) {
                    consumer.poll(POLL);
                    consumer.pause(consumer.assignment());
                    boolean unused = heartbeats.isAnswered(); // which has to be asked often
                }
                lead(false);
            } catch (WakeupException | InterruptException e) {
                lead(false);
                boolean unused = Thread.interrupted(); // else the next consumer would end as it is made
            } catch (RuntimeException | Error e) { // nobody else would know that this one takes part no more
                lead(false);
                LOG.atWarn().log("election interrupted, joining again: {}", e.toString());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_ERROR_MS);
        } catch (InterruptedException e) {
            LOG.atDebug().log("woken");
        }
    }

    private final class Ownership implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Lease now = lease;
            if (now != null) {
                now.renew();
            }
            if (partitions.stream().anyMatch(partition -> partition.partition() == 0)) {
                lead(true);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                lead(false);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lead(false);
        }
    }

    private void lead(boolean now) {
        if (leads == now) {
            return;
        }
        leads = now;
        LOG.atInfo().addKeyValue("topic", topic).log(now ? "leading" : "no longer leading");
        for (Listener listener : listeners) {
            listener.leadership(now);
        }
    }

    private void counted(int count) {
        if (members != count) {
            members = count;
            LOG.atInfo().addKeyValue("members", count).log("connectors in the group");
            for (Listener listener : listeners) {
                listener.members(count);
            }
        }
    }
}
