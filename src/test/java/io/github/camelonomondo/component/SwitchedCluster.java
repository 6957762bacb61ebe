package io.github.camelonomondo.component;

import java.util.List;
import java.util.Optional;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/** Leads when it is told to. */
final class SwitchedCluster extends AbstractCamelClusterService<SwitchedCluster.View> {

    private volatile View view;

    @Override
    protected View createView(String namespace) {
        view = new View(this, namespace);
        return view;
    }

    void lead(boolean leads) {
        view.lead(leads);
    }

    static final class View extends AbstractCamelClusterView implements CamelClusterMember {
        private volatile boolean leads;

        View(SwitchedCluster cluster, String namespace) {
            super(cluster, namespace);
        }

        void lead(boolean now) {
            leads = now;
            fireLeadershipChangedEvent(now ? this : null);
        }

        @Override
        public Optional<CamelClusterMember> getLeader() {
            return leads ? Optional.of(this) : Optional.empty();
        }

        @Override
        public CamelClusterMember getLocalMember() {
            return this;
        }

        @Override
        public List<CamelClusterMember> getMembers() {
            return List.of(this);
        }

        @Override
        public boolean isLeader() {
            return leads;
        }

        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public String getId() {
            return "switched";
        }
    }
}
