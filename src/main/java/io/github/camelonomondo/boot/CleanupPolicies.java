package io.github.camelonomondo.boot;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the topics that hold the last value of each key keep it. Somebody else may have made them, with the broker's own
 * defaults: after its retention SIMs would be forgotten, and seen as new.
 */
final class CleanupPolicies {

    private static final Logger LOG = LoggerFactory.getLogger(CleanupPolicies.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Admin admin;

    CleanupPolicies(Admin admin) {
        this.admin = admin;
    }

    /** Warns of each of {@code topics} from which Kafka deletes by age or size. Says nothing of those that may not be asked about. */
    void warnUnlessCompacted(Collection<String> topics) throws InterruptedException {
        for (String topic : topics) {
            try {
                warnUnlessCompacted(topic);
            } catch (ExecutionException | TimeoutException e) {
                LOG.atDebug().addKeyValue("topic", topic).log("its cleanup.policy is not known", e);
            }
        }
    }

    private void warnUnlessCompacted(String topic) throws InterruptedException, ExecutionException, TimeoutException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource))
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .get(resource);
        ConfigEntry policy = config == null ? null : config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && !TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy.value())) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue(TopicConfig.CLEANUP_POLICY_CONFIG, policy.value())
                    .log("Kafka deletes from this topic what must be kept: set its cleanup.policy to compact");
        }
    }
}
