package io.github.camelonomondo.kafka.consumer;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether we may still act for the partitions we were given. While the group answers our heartbeats it cannot have given
 * them away; after a silence (we were frozen, or Kafka is away) others may have them, and only the group itself can say.
 * Safe to share between threads. Ask often: what was answered since the last look counts as answered right after that.
 */
public final class Lease {

    private static final String KAFKAS_OWN_SESSION = "45000";

    private final DoubleSupplier heartbeats;
    private final LongSupplier nanoTime;
    private final long longest;
    private double heard;
    private long heardAt;
    private long lookedAt;
    private boolean over;

    /** Of the consumer with these metrics and properties: it is over well before the session. */
    public static Lease of(Map<MetricName, ? extends Metric> metrics, Map<?, ?> properties) {
        Optional<? extends Metric> answered = metrics.entrySet().stream()
                .filter(metric -> "heartbeat-total".equals(metric.getKey().name()))
                .map(Map.Entry::getValue)
                .findFirst();
        Object session = properties.get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
        return new Lease(
                () -> answered.map(metric -> (Double) metric.metricValue()).orElse(0.0),
                Duration.ofMillis(Long.parseLong(Objects.toString(session, KAFKAS_OWN_SESSION)) * 6 / 10),
                System::nanoTime);
    }

    /**
     * Begins now.
     *
     * @param heartbeats how many were answered so far
     * @param longest silence
     */
    Lease(DoubleSupplier heartbeats, Duration longest, LongSupplier nanoTime) {
        this.heartbeats = heartbeats;
        this.longest = longest.toNanos();
        this.nanoTime = nanoTime;
        renew();
    }

    /** False from the first long silence on, until it is renewed. */
    synchronized boolean holds() {
        over |= !isAnswered();
        return !over;
    }

    /** False during a long silence. */
    public synchronized boolean isAnswered() {
        long now = nanoTime.getAsLong();
        double count = heartbeats.getAsDouble();
        if (count != heard) {
            heard = count;
            heardAt = lookedAt;
        }
        lookedAt = now;
        return now - heardAt <= longest;
    }

    /** The group said that we are a member. */
    public synchronized void renew() {
        heard = heartbeats.getAsDouble();
        heardAt = nanoTime.getAsLong();
        lookedAt = heardAt;
        over = false;
    }
}
