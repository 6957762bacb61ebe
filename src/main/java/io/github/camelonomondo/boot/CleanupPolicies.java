package io.github.camelonomondo.boot;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the topics that hold the last value of each key keep it, and the others every record until their retention ends. Somebody else may
 * have made them, with the broker's own defaults: SIMs would be forgotten, and seen as new, or commands be gone before they are read.
 */
final class CleanupPolicies {

    private static final Logger LOG = LoggerFactory.getLogger(CleanupPolicies.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Admin admin;

    CleanupPolicies(Admin admin) {
        this.admin = admin;
    }

    /**
     * Warns of each topic with another policy than it should have. Says nothing of those that may not be asked about.
     *
     * @param policies that they should have, by topic
     */
    void warnOfOthersThan(Map<String, String> policies) throws InterruptedException {
        List<ConfigResource> resources = policies.keySet().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (var config : admin.describeConfigs(resources).values().entrySet()) {
            String topic = config.getKey().name();
            try {
                ConfigEntry policy = config.getValue()
                        .get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)
                        .get(TopicConfig.CLEANUP_POLICY_CONFIG);
                if (policy != null && policy.value() != null) {
                    warn(topic, policies.getOrDefault(topic, policy.value()), policy.value());
                }
            } catch (ExecutionException | TimeoutException e) {
                LOG.atDebug().addKeyValue("topic", topic).log("its cleanup.policy is not known", e);
            }
        }
    }

    private static void warn(String topic, String wanted, String policy) {
        String flaw = flaw(wanted, policy);
        if (flaw != null) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue(TopicConfig.CLEANUP_POLICY_CONFIG, policy)
                    .log(flaw);
        }
    }

    private static @Nullable String flaw(String wanted, String policy) {
        if (wanted.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            return policy.equals(wanted)
                    ? null
                    : "Kafka deletes from this topic what must be kept: set its cleanup.policy to compact";
        }
        return policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)
                ? "Kafka keeps only the last record of each key in this topic, and others may be gone before they are read:"
                        + " set its cleanup.policy to delete"
                : null;
    }
}
