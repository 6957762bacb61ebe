package io.github.camelonomondo.kafka.consumer;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What is in the route at present. */
public interface BatchInHand {

    /** Nothing. */
    BatchInHand NONE = new BatchInHand() {
        @Override
        public Map<TopicPartition, OffsetAndMetadata> done() {
            return Map.of();
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> giveUp(Collection<TopicPartition> partitions) {
            return Map.of();
        }

        @Override
        public void lose(Collection<TopicPartition> partitions) {
            // there is nothing to lose
        }
    };

    /** The offset in each partition below which all records have their results. */
    Map<TopicPartition, OffsetAndMetadata> done();

    /**
     * Partitions are about to go to another member: finishes what is under way of them, within seconds.
     *
     * @return the offsets of them to commit, all records below which have their results
     */
    Map<TopicPartition, OffsetAndMetadata> giveUp(Collection<TopicPartition> partitions);

    /** Partitions are another member's already: nothing of them is begun any more. */
    void lose(Collection<TopicPartition> partitions);
}
