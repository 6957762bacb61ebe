package io.github.camelonomondo.commands;

import io.github.camelonomondo.sim.Iccid;
import io.github.camelonomondo.sim.SimId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SIM ids by ICCID, the most recently used of them. A card keeps its id. Safe to share between threads. */
final class IccidIndex {

    private static final int MOST = 100_000;

    private final Map<Iccid, SimId> ids = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Iccid, SimId> eldest) {
            return size() > MOST;
        }
    });

    @Nullable
    SimId idOf(Iccid iccid) {
        return ids.get(iccid);
    }

    void learn(Iccid iccid, SimId id) {
        ids.put(iccid, id);
    }
}
