package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.parse.ErrorCode;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.result.CommandResult.Status;
import io.github.camelonomondo.commands.work.OpenWorks;
import io.github.camelonomondo.commands.work.SimRow;
import io.github.camelonomondo.commands.work.SimWork;
import io.github.camelonomondo.sim.Iccid;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a batch must look up, and what becomes of it: ids of SIMs and tags, before it is known which commands are of one SIM;
 * then the SIMs themselves. Guarded by the lock of its {@link CommandBatch}.
 */
final class BatchLookups {

    private final CommandBatch batch;
    private final IccidIndex iccids;
    private final OpenWorks open;
    private final Consumer<CommandResult> results;
    private final Unnamed unnamed;
    private final LookupPlan plan;
    private final Set<SimReference> asked = new HashSet<>();
    private @Nullable CommandError tagsUnknown;

    BatchLookups(
            CommandBatch batch,
            CommandBatch.BatchTools tools,
            List<Command> commands,
            OpenWorks open,
            Consumer<CommandResult> results,
            LookupPlan plan) {
        this.batch = batch;
        this.iccids = tools.iccids();
        this.open = open;
        this.results = results;
        this.unnamed = new Unnamed(iccids, tools.tagNames(), commands);
        this.plan = plan;
    }

    /** Once all names are known, the commands become works; those with an unknown tag get their result. */
    void name(Instant now) {
        unnamed.name(
                (sim, piece) -> open.of(sim).add(piece), (command, tag) -> results.accept(misnamed(command, tag, now)));
    }

    /** Rejected if no tag has that name; failed if nobody knows which names there are. */
    private CommandResult misnamed(Command command, String tag, Instant now) {
        SimId sim = unnamed.simOf(command);
        String key = sim == null ? command.sim().value() : sim.value();
        CommandError why = tagsUnknown;
        return why == null
                ? CommandResult.of(command, key, Status.REJECTED, now)
                        .because(CommandError.of(ErrorCode.UNKNOWN_TAG, "no tag is named " + CommandError.shown(tag)))
                : CommandResult.of(command, key, Status.FAILED, now).because(why);
    }

    boolean isAllNamed() {
        return unnamed.isEmpty();
    }

    /** True if a name must be looked up that was not asked for. */
    boolean isAnyNew() {
        return unnamed.asksForTags() || !asked.containsAll(unnamed.unknownSims());
    }

    /** All that must be looked up now, with these works; handed out once. */
    List<Lookup> take(List<SimWork> works) {
        var lookups = new ArrayList<Lookup>();
        if (unnamed.asksForTags()) {
            unnamed.tagsAsked();
            lookups.add(new Lookup.Tags(batch));
        }
        Set<SimReference> sims = unnamed.unknownSims();
        sims.removeAll(asked);
        asked.addAll(sims);
        for (SimWork work : works) {
            if (work.needsAllProperties()) {
                plan.singly(work.sim());
            }
            sims.add(work.sim());
        }
        lookups.addAll(plan.cheapest(sims));
        return lookups;
    }

    void found(SimReference reference, SimRow row, Instant now) {
        if (reference instanceof Iccid iccid) {
            iccids.learn(iccid, row.id());
            name(now);
        }
        withWork(reference, work -> work.found(row, now));
    }

    void notFound(SimReference reference, Refusal refusal, Instant now) {
        ErrorCode code = refusal.isNotFound() ? ErrorCode.SIM_NOT_FOUND : ErrorCode.REFUSED;
        failed(reference, CommandError.of(code, refusal), now);
    }

    /** Nothing is known of a SIM: its commands fail. */
    void failed(SimReference reference, CommandError error, Instant now) {
        withWork(reference, work -> work.absent(error, now));
        for (Command command : unnamed.remove(reference)) {
            results.accept(CommandResult.of(command, reference.value(), Status.FAILED, now)
                    .because(error));
        }
        name(now);
    }

    /** Pages did not show these: each is to be read by a GET. */
    void singly(Set<SimReference> sims) {
        plan.notOnPages(sims);
        asked.removeAll(sims);
        sims.forEach(sim -> withWork(sim, SimWork::lookAgain));
    }

    private void withWork(SimReference reference, Consumer<SimWork> then) {
        SimWork work = reference instanceof SimId sim ? open.find(sim) : null;
        if (work != null) {
            then.accept(work);
        }
    }

    void tagsRead(Instant now) {
        unnamed.tagsRead();
        name(now);
    }

    /** The list of tags cannot be read. */
    void tagsUnknown(CommandError why, Instant now) {
        tagsUnknown = why;
        tagsRead(now);
    }

    /** Commands of {@code partitions} are another member's now; of the others all may be known by that. */
    void drop(Set<TopicPartition> partitions, Instant now) {
        unnamed.drop(partitions);
        name(now);
    }
}
