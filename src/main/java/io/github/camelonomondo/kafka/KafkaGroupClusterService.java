package io.github.camelonomondo.kafka;

import org.apache.camel.support.cluster.AbstractCamelClusterService;

/**
 * Lets {@code master:NAMESPACE:…} routes run on one connector only: the one that a {@link LeaderElection} chose. All
 * namespaces have the same leader. It must be added with {@code CamelContext.addService}; it starts the election and,
 * when the context stops, leaves it after the routes have stopped.
 */
public final class KafkaGroupClusterService extends AbstractCamelClusterService<KafkaGroupView> {

    private final LeaderElection election;
    private final String instance;

    /** @param instance names this process */
    public KafkaGroupClusterService(LeaderElection election, String instance) {
        super("onomondo-kafka-group");
        this.election = election;
        this.instance = instance;
    }

    @Override
    protected KafkaGroupView createView(String namespace) {
        return new KafkaGroupView(this, namespace, election, instance);
    }

    @Override
    protected void doStart() throws Exception {
        election.start();
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        election.close();
    }
}
