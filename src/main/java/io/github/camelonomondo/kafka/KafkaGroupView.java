package io.github.camelonomondo.kafka;

import java.util.List;
import java.util.Optional;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/** The election as Camel sees it: this process, and whether it leads. Others are known by their number only. */
final class KafkaGroupView extends AbstractCamelClusterView implements LeaderElection.Listener {

    private final LeaderElection election;
    private final CamelClusterMember self;

    KafkaGroupView(KafkaGroupClusterService service, String namespace, LeaderElection election, String instance) {
        super(service, namespace);
        this.election = election;
        this.self = new Self(election, instance);
    }

    private record Self(LeaderElection election, String instance) implements CamelClusterMember {
        @Override
        public String getId() {
            return instance;
        }

        @Override
        public boolean isLeader() {
            return election.leads();
        }

        @Override
        public boolean isLocal() {
            return true;
        }
    }

    @Override
    public Optional<CamelClusterMember> getLeader() {
        return election.leads() ? Optional.of(self) : Optional.empty();
    }

    @Override
    public CamelClusterMember getLocalMember() {
        return self;
    }

    @Override
    public List<CamelClusterMember> getMembers() {
        return List.of(self);
    }

    @Override
    public void leadership(boolean leads) {
        fireLeadershipChangedEvent(leads ? self : null);
    }

    @Override
    protected void doStart() {
        election.listen(this);
    }

    @Override
    protected void doStop() {
        election.ignore(this);
    }
}
