package io.github.camelonomondo.kafka;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Gives partition 0 to one member of the group and the others to nobody. Who has it keeps it for as long as it lives, so
 * a member that joins never moves the leadership. Tells every member how many there are.
 */
public final class FirstPartitionAssignor implements ConsumerPartitionAssignor, Configurable {

    /** The consumer setting that holds who wants to know the number of members. */
    static final String MEMBERS_LISTENER = "onomondo.members.listener";

    private @Nullable IntConsumer members;

    @Override
    public String name() {
        return "onomondo-first-partition";
    }

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(MEMBERS_LISTENER) instanceof IntConsumer listener) {
            members = listener;
        }
    }

    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
        Map<String, Subscription> subscriptions = new TreeMap<>(group.groupSubscription());
        String leader = null;
        int newest = Integer.MIN_VALUE;
        for (Map.Entry<String, Subscription> member : subscriptions.entrySet()) {
            Subscription subscription = member.getValue();
            boolean owns = subscription.ownedPartitions().stream().anyMatch(owned -> owned.partition() == 0);
            int generation = owns ? subscription.generationId().orElse(0) : Integer.MIN_VALUE;
            if (leader == null || generation > newest) {
                leader = member.getKey();
                newest = generation;
            }
        }
        ByteBuffer count = ByteBuffer.allocate(Integer.BYTES).putInt(0, subscriptions.size());
        Map<String, Assignment> assignments = new HashMap<>();
        for (Map.Entry<String, Subscription> member : subscriptions.entrySet()) {
            List<TopicPartition> partitions = member.getKey().equals(leader)
                    ? member.getValue().topics().stream()
                            .map(topic -> new TopicPartition(topic, 0))
                            .toList()
                    : List.of();
            assignments.put(member.getKey(), new Assignment(partitions, count.duplicate()));
        }
        return new GroupAssignment(assignments);
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        ByteBuffer count = assignment.userData();
        if (members != null && count != null && count.remaining() >= Integer.BYTES) {
            members.accept(count.getInt(count.position()));
        }
    }
}
