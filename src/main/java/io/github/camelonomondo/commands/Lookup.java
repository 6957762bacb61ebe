package io.github.camelonomondo.commands;

import io.github.camelonomondo.sim.SimReference;
import java.util.Set;

/** What a batch must know before it can go on. Each is done once; after a fault it may be done again. */
public sealed interface Lookup {

    /** The batch that waits for it. */
    CommandBatch batch();

    /** The tags of the organisation. */
    record Tags(CommandBatch batch) implements Lookup {}

    /** One SIM, by one GET. */
    record Single(CommandBatch batch, SimReference sim) implements Lookup {}

    /** Many SIMs, by list pages as long as these are fewer calls than GETs. */
    record Several(CommandBatch batch, Set<SimReference> sims) implements Lookup {}
}
