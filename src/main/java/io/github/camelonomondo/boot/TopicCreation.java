package io.github.camelonomondo.boot;

import io.github.camelonomondo.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that all topics are there before anything is written. */
final class TopicCreation {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCreation.class);
    private static final int PARTITIONS = 6;
    private static final long ASK_AGAIN_MILLIS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Cleaned within the hour, so that a restart does not read a week of history. */
    private static final Map<String, String> COMPACTED =
            Map.of("cleanup.policy", "compact", "segment.ms", "3600000", "min.cleanable.dirty.ratio", "0.1");

    private static final String MOST_BYTES = "max.message.bytes";

    /** The largest command that Kafka takes by default, 1 MiB, and why it is dead. */
    private static final String OF_A_DEAD_LETTER = "2097152";

    /** A SIM as it was in what changed, as it is there, and as a whole. One that is too large would hold up all others. */
    private static final String OF_AN_EVENT = "3145728";

    private final Admin admin;
    private final Topics topics;
    private final String brokers;

    /** @param brokers that {@code admin} was told of */
    TopicCreation(Admin admin, Topics topics, String brokers) {
        this.admin = admin;
        this.topics = topics;
        this.brokers = brokers;
    }

    /**
     * Creates what is missing and waits until it can be written to. What is there stays as it is; a warning says if Kafka would delete from it
     * what must be kept, or would compact away what must be read.
     *
     * @throws SettingException if Kafka cannot be reached or does not let us in, or topics are missing and may not be created
     */
    void ensure() {
        try {
            Set<String> wanted = wanted();
            Set<String> missing = new TreeSet<>(wanted);
            missing.removeAll(get(admin.listTopics().names()));
            if (!missing.isEmpty()) {
                create(missing);
                awaitLeaders(missing);
            }
            new CleanupPolicies(admin)
                    .warnOfOthersThan(wanted.stream().collect(Collectors.toMap(name -> name, this::cleanupPolicy)));
        } catch (TimeoutException e) {
            throw nobodyAnswered();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw nobodyAnswered();
            }
            if (e.getCause() instanceof UnsupportedSaslMechanismException) {
                throw new SettingException("KAFKA_SASL_MECHANISM: one that the brokers have is allowed ("
                        + e.getCause().getMessage() + ")");
            }
            throw new SettingException(
                    "Kafka does not show its topics, KAFKA_ variables with which it does are required ("
                            + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    private SettingException nobodyAnswered() {
        return new SettingException("KAFKA_BOOTSTRAP_SERVERS=" + brokers
                + ": no Kafka broker answered in time, an address that does is required");
    }

    private Set<String> wanted() {
        return new LinkedHashSet<>(List.of(
                topics.commands(),
                topics.commandResults(),
                topics.deadLetters(),
                topics.events(),
                topics.state(),
                topics.checkpoint(),
                topics.notifications(),
                topics.control()));
    }

    private void create(Set<String> missing) throws InterruptedException, TimeoutException {
        Map<String, ExecutionException> refused =
                create(missing.stream().map(this::topic).toList());
        List<NewTopic> again = refused.entrySet().stream()
                .filter(refusal -> isOfConfigs(refusal.getValue()))
                .map(refusal -> topic(refusal.getKey()))
                .filter(topic ->
                        plainer(topic).configs().size() < topic.configs().size())
                .toList();
        if (!again.isEmpty()) {
            again.forEach(topic -> refused.remove(topic.name()));
            refused.putAll(createPlainer(again));
        }
        refused.values().stream().reduce((first, last) -> last).ifPresent(why -> {
            throw new SettingException("topics are missing and could not be created: "
                    + String.join(", ", refused.keySet()) + " (" + why.getMessage() + ")");
        });
    }

    private static boolean isOfConfigs(ExecutionException refusal) {
        return refusal.getCause() instanceof PolicyViolationException
                || refusal.getCause() instanceof InvalidConfigurationException;
    }

    private Map<String, ExecutionException> createPlainer(List<NewTopic> topics)
            throws InterruptedException, TimeoutException {
        Map<String, ExecutionException> refused =
                create(topics.stream().map(this::plainer).toList());
        for (NewTopic topic : topics) {
            if (!refused.containsKey(topic.name())) {
                var leftOut = new TreeSet<>(topic.configs().keySet());
                leftOut.removeAll(plainer(topic).configs().keySet());
                LOG.atWarn()
                        .addKeyValue("topic", topic.name())
                        .addKeyValue("leftOut", String.join(", ", leftOut))
                        .log("topic created without options that Kafka refuses; it has the broker's own");
            }
        }
        return refused;
    }

    /** Those that are not there afterwards, and why. */
    private Map<String, ExecutionException> create(List<NewTopic> topics)
            throws InterruptedException, TimeoutException {
        var refused = new TreeMap<String, ExecutionException>();
        for (var topic : admin.createTopics(topics).values().entrySet()) {
            try {
                get(topic.getValue());
                LOG.atInfo().addKeyValue("topic", topic.getKey()).log("topic created");
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    refused.put(topic.getKey(), e);
                }
            }
        }
        return refused;
    }

    private NewTopic topic(String name) {
        var configs = new HashMap<String, String>();
        if (isCompacted(name)) {
            configs.putAll(COMPACTED);
        } else {
            // The broker's own default may be another.
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanupPolicy(name));
        }
        if (name.equals(topics.deadLetters())) {
            configs.put(MOST_BYTES, OF_A_DEAD_LETTER);
        } else if (name.equals(topics.events()) || name.equals(topics.state())) {
            configs.put(MOST_BYTES, OF_AN_EVENT);
        }
        return topic(name, configs);
    }

    /** What it has to have. Of the rest, a Kafka that others manage may let clients set nothing. */
    private NewTopic plainer(NewTopic topic) {
        var configs = new HashMap<>(topic.configs());
        configs.keySet()
                .removeIf(option -> !option.equals(MOST_BYTES)
                        && !(option.equals(TopicConfig.CLEANUP_POLICY_CONFIG) && isCompacted(topic.name())));
        return topic(topic.name(), configs);
    }

    private static NewTopic topic(String name, Map<String, String> configs) {
        return new NewTopic(name, Optional.of(PARTITIONS), Optional.empty()).configs(configs);
    }

    private boolean isCompacted(String name) {
        return name.equals(topics.state()) || name.equals(topics.checkpoint());
    }

    private String cleanupPolicy(String name) {
        return isCompacted(name) ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE;
    }

    /** A partition that has just been created may lose a producer's first batch until its leader is known. */
    private void awaitLeaders(Set<String> names) throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                askLeaders(names);
                return;
            } catch (ExecutionException e) {
                boolean notYet = e.getCause() instanceof RetriableException && System.nanoTime() - end < 0;
                if (!notYet) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MILLIS);
            }
        }
    }

    private void askLeaders(Set<String> names) throws InterruptedException, ExecutionException, TimeoutException {
        var descriptions = get(admin.describeTopics(names).allTopicNames());
        Map<TopicPartition, OffsetSpec> all = descriptions.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        get(admin.listOffsets(all).all());
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
