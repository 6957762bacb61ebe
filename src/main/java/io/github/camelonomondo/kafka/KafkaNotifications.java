package io.github.camelonomondo.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells it on the notifications topic, in order, keyed by the instance. What Kafka does not take in time is left out. */
public final class KafkaNotifications implements Notifications, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaNotifications.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_WAITING = 1_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final String instance;
    private final Clock clock;

    /** A full metadata lookup may block send(), so it has a thread of its own. */
    private final ThreadPoolExecutor sender;

    /**
     * Connects when there is something to tell.
     *
     * @param instance names this process
     */
    public KafkaNotifications(Map<String, ?> kafka, Topics topics, String instance, Clock clock) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        this.producer = new KafkaProducer<>(settings);
        this.topic = topics.notifications();
        this.instance = instance;
        this.clock = clock;
        this.sender = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), KafkaNotifications::thread);
        sender.setRejectedExecutionHandler((task, pool) -> LOG.atWarn().log("a notification was left out"));
    }

    @Override
    public void tell(String type, Map<String, ? extends @Nullable Object> details) {
        log(LOG, type, details);
        var record = record(topic, instance, type, details, clock);
        sender.execute(() -> send(type, record));
    }

    /** One line that tells it, each detail under a key of its own. */
    public static void log(Logger log, String type, Map<String, ? extends @Nullable Object> details) {
        var entry = log.atInfo();
        for (var detail : details.entrySet()) {
            entry = entry.addKeyValue(detail.getKey(), detail.getValue());
        }
        entry.log(type);
    }

    /** The record that tells it, for those who write it in a transaction of their own. */
    public static ProducerRecord<byte[], byte[]> record(
            String topic, String instance, String type, Map<String, ? extends @Nullable Object> details, Clock clock) {
        var headers = CloudEvent.of(
                        UUID.randomUUID().toString(),
                        "com.onomondo.connector." + type + ".v1",
                        instance,
                        clock.instant())
                .toHeaders();
        Map<String, @Nullable Object> value = new LinkedHashMap<>(details);
        value.put("instance", instance);
        try {
            return new ProducerRecord<>(topic, null, instance.getBytes(UTF_8), JSON.writeValueAsBytes(value), headers);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("details that are not JSON: " + details, e);
        }
    }

    private void send(String type, ProducerRecord<byte[], byte[]> record) {
        try {
            var unused = producer.send(record, (metadata, exception) -> {
                if (exception != null) {
                    LOG.atWarn().addKeyValue("type", type).log("notification not written: {}", exception.toString());
                }
            });
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("type", type).log("notification not written: {}", e.toString());
        }
    }

    /** Writes what was told, for at most some seconds. */
    @Override
    public void close() {
        sender.shutdown();
        try {
            if (!sender.awaitTermination(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_TIMEOUT);
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "onomondo-notifications");
        thread.setDaemon(true);
        return thread;
    }
}
