package io.github.camelonomondo.kafka;

import io.github.camelonomondo.kafka.consumer.BatchConsumer;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * Makes the clients of camel-kafka: with the settings that are passed through, and for the group of the connector a
 * {@link BatchConsumer}.
 */
@SuppressWarnings("rawtypes")
public final class ClientFactory extends DefaultKafkaClientFactory {

    private static final int MOST_POLLED = 2_000;

    private final PassThrough passThrough;
    private final String group;
    private final BooleanSupplier stopped;
    private final IntSupplier mostInHand;
    private final AtomicReference<@Nullable BatchConsumer> commands = new AtomicReference<>();

    /**
     * A factory.
     *
     * @param group of the consumers that are to be batch consumers
     * @param stopped while true these read nothing
     * @param mostInHand records that a batch of theirs may hold
     */
    public ClientFactory(PassThrough passThrough, String group, BooleanSupplier stopped, IntSupplier mostInHand) {
        this.passThrough = passThrough;
        this.group = group;
        this.stopped = stopped;
        this.mostInHand = mostInHand;
    }

    @Override
    public Producer getProducer(Properties properties) {
        properties.putAll(passThrough.forClient(ProducerConfig.configNames()));
        allowForOneRequest(properties);
        return super.getProducer(properties);
    }

    /** A producer that may try for less long than one request takes cannot be made; how long that is, an operator may say. */
    private static void allowForOneRequest(Properties properties) {
        long request = number(properties, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)
                + number(properties, ProducerConfig.LINGER_MS_CONFIG);
        if (number(properties, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG) < request) {
            properties.put(
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(Math.min(request, Integer.MAX_VALUE)));
        }
    }

    private static long number(Properties properties, String name) {
        return number(properties, name, ProducerConfig.configDef());
    }

    private static long number(Properties properties, String name, ConfigDef defaults) {
        Object value = properties.getOrDefault(name, defaults.defaultValues().get(name));
        return Long.parseLong(String.valueOf(value).trim());
    }

    @Override
    public Consumer getConsumer(Properties properties) {
        properties.putAll(passThrough.forClient(ConsumerConfig.configNames()));
        if (!group.equals(properties.get(ConsumerConfig.GROUP_ID_CONFIG))) {
            return super.getConsumer(properties);
        }
        // A topic that somebody deletes would come back with the broker's number of partitions.
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // What there is no room for is fetched again.
        long polled = Math.min(
                number(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ConsumerConfig.configDef()), MOST_POLLED);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, (int) polled);
        var consumer = new BatchConsumer(properties, stopped, mostInHand);
        commands.set(consumer);
        return consumer;
    }

    /** The consumer of the connector's group that was made last; null before the first. */
    public @Nullable BatchConsumer commandConsumer() {
        return commands.get();
    }
}
