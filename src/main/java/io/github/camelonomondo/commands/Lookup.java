package io.github.camelonomondo.commands;

import io.github.camelonomondo.sim.SimReference;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a batch must know before it can go on. Each is done once; after a fault it may be done again. */
public sealed interface Lookup {

    /** The batch that waits for it. */
    CommandBatch batch();

    /** The tags of the organisation. Used by one thread at a time. */
    record Tags(CommandBatch batch, InVain inVain) implements Lookup {
        Tags(CommandBatch batch) {
            this(batch, new InVain());
        }
    }

    /** How often something could not be read though a SIM could right after, in a row. */
    final class InVain {
        private int times;

        /** @return how often, with this time */
        int onceMore(boolean othersCouldBeRead) {
            times = othersCouldBeRead ? times + 1 : 0;
            return times;
        }
    }

    /** One SIM, by one GET. Used by one thread at a time. */
    final class Single implements Lookup {
        private final CommandBatch batch;
        private final SimReference sim;
        private final InVain inVain = new InVain();

        Single(CommandBatch batch, SimReference sim) {
            this.batch = batch;
            this.sim = sim;
        }

        @Override
        public CommandBatch batch() {
            return batch;
        }

        SimReference sim() {
            return sim;
        }

        InVain inVain() {
            return inVain;
        }
    }

    /**
     * Many SIMs, by list pages as long as these are fewer calls than GETs. Done again, it goes on with the page that failed. Used by
     * one thread at a time.
     */
    final class Several implements Lookup {
        private final CommandBatch batch;
        private final Set<SimReference> sims;
        private final Set<SimReference> missing;
        private @Nullable String nextPage;
        private int pages;

        Several(CommandBatch batch, Set<SimReference> sims) {
            this.batch = batch;
            this.sims = Set.copyOf(sims);
            this.missing = new HashSet<>(sims);
        }

        @Override
        public CommandBatch batch() {
            return batch;
        }

        /** All that are wanted. */
        Set<SimReference> sims() {
            return sims;
        }

        /** Those of them that no page has shown. */
        Set<SimReference> missing() {
            return Set.copyOf(missing);
        }

        boolean isMissing(SimReference sim) {
            return missing.contains(sim);
        }

        void found(SimReference sim) {
            missing.remove(sim);
        }

        /** The cursor of the page to read, null for the first. */
        @Nullable
        String nextPage() {
            return nextPage;
        }

        /** Pages that were read. */
        int pages() {
            return pages;
        }

        /** A page was read, and the next one is this. */
        void read(@Nullable String next) {
            pages++;
            nextPage = next;
        }
    }
}
