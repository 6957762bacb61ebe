package io.github.camelonomondo.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayList;
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
 * Gives partition 0 of a topic to one of the members that want it and the others to nobody. Who has it keeps it for as long as it
 * lives, so a member that joins never moves the leadership. Tells every member how many there are, whatever topic they want.
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
        Map<String, List<TopicPartition>> led = new HashMap<>();
        subscriptions.values().stream()
                .flatMap(subscription -> subscription.topics().stream())
                .distinct()
                .map(topic -> new TopicPartition(topic, 0))
                .forEach(first -> led.computeIfAbsent(leaderOf(first, subscriptions), member -> new ArrayList<>())
                        .add(first));
        ByteBuffer count = ByteBuffer.allocate(Integer.BYTES).putInt(0, subscriptions.size());
        Map<String, Assignment> assignments = new HashMap<>();
        subscriptions
                .keySet()
                .forEach(member -> assignments.put(
                        member, new Assignment(led.getOrDefault(member, List.of()), count.duplicate())));
        return new GroupAssignment(assignments);
    }

    private static String leaderOf(TopicPartition first, Map<String, Subscription> subscriptions) {
        String leader = "";
        int newest = Integer.MIN_VALUE;
        for (Map.Entry<String, Subscription> member : subscriptions.entrySet()) {
            Subscription subscription = member.getValue();
            if (!subscription.topics().contains(first.topic())) {
                continue;
            }
            boolean owns = subscription.ownedPartitions().contains(first);
            int generation = owns ? subscription.generationId().orElse(0) : Integer.MIN_VALUE;
            if (leader.isEmpty() || generation > newest) {
                leader = member.getKey();
                newest = generation;
            }
        }
        return leader;
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        ByteBuffer count = assignment.userData();
        if (members != null && count != null && count.remaining() >= Integer.BYTES) {
            members.accept(count.getInt(count.position()));
        }
    }
}
