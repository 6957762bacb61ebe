package io.github.camelonomondo.kafka;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Kafka client settings that an operator gives and we only pass on, TLS and SASL above all. What the promises of the
 * connector rest on cannot be set.
 */
public final class PassThrough {

    private static final String PREFIX = "KAFKA_";
    private static final Set<String> OURS = Set.of(
            "bootstrap.servers", // a setting of ours, which Camel's component has too
            "group.id",
            "group.instance.id",
            "group.protocol",
            "client.id",
            "enable.auto.commit",
            "auto.offset.reset",
            "isolation.level",
            "key.deserializer",
            "value.deserializer",
            "key.serializer",
            "value.serializer",
            "transactional.id",
            "enable.idempotence",
            "acks",
            "retries",
            "partitioner.class",
            "partitioner.ignore.keys",
            "transaction.two.phase.commit.enable",
            "max.poll.records",
            "partition.assignment.strategy");

    /** Whoever looks up what a value names in a file and the like, and how; the name in it is the operator's. */
    private static final Pattern OF_PROVIDERS = Pattern.compile("config\\.providers\\..+\\.(class|param\\..+)");

    /** It can be set, and is no client's to be told twice. */
    private static final String BROKERS = PREFIX + "BOOTSTRAP_SERVERS";

    private final Map<String, String> settings;
    private final SortedSet<String> leftAlone;

    private PassThrough(Map<String, String> settings, SortedSet<String> leftAlone) {
        this.settings = Map.copyOf(settings);
        this.leftAlone = Collections.unmodifiableSortedSet(leftAlone);
    }

    /**
     * Picks what is a Kafka client setting, {@code KAFKA_SECURITY_PROTOCOL} for {@code security.protocol}. Other
     * variables that begin with {@code KAFKA_}, as Kubernetes makes for a service of that name, are left alone.
     */
    public static PassThrough of(Map<String, String> environment) {
        Set<String> known = new TreeSet<>(ConsumerConfig.configNames());
        known.addAll(ProducerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        known.removeAll(OURS);
        var settings = new HashMap<String, String>();
        var leftAlone = new TreeSet<String>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                String setting =
                        name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
                if (known.contains(setting) || isOfProviders(setting)) {
                    settings.put(setting, value);
                } else if (OURS.contains(setting) && !name.equals(BROKERS)) {
                    leftAlone.add(name);
                }
            }
        });
        return new PassThrough(settings, leftAlone);
    }

    /** Those that a client with {@code configNames} understands. */
    public Map<String, Object> forClient(Set<String> configNames) {
        var understood = new HashMap<String, Object>();
        settings.forEach((name, value) -> {
            if (configNames.contains(name) || isOfProviders(name)) {
                understood.put(name, value);
            }
        });
        return understood;
    }

    private static boolean isOfProviders(String setting) {
        return OF_PROVIDERS.matcher(setting).matches();
    }

    /** All of them. */
    public Map<String, String> all() {
        return settings;
    }

    /** Variables that were given although what they say cannot be set. */
    public SortedSet<String> leftAlone() {
        return leftAlone;
    }

    /** Names only: values may be secrets. */
    @Override
    public String toString() {
        return "PassThrough" + settings.keySet();
    }
}
