package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.sim.Iccid;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimReference;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one poll batch: every command that was read, and where it stands. The batch is settled when every
 * command has its result; only then may offsets be committed. What makes the promise true is this count, not the way
 * exceptions take.
 *
 * <p>The polling thread asks what is due; calls settle SIMs on their own threads.
 */
public final class CommandBatch {

    private static final int FEW = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Clock clock;
    private final BatchTools tools;
    private final Consumer<CommandResult> results;
    private final Map<SimId, SimWork> works = new LinkedHashMap<>();
    private final Set<SimWork> open = new LinkedHashSet<>();

    private List<Command> unnamed = new ArrayList<>();
    private final Set<SimReference> lookedUp = new HashSet<>();
    private final Set<SimReference> onlySingly = new HashSet<>();
    private boolean tagsAsked;
    private boolean tagsRead;

    /** What batches share. */
    record BatchTools(IccidIndex iccids, TagNames tagNames, RetryRule retry, boolean exactTags) {}

    CommandBatch(Clock clock, BatchTools tools, List<Command> commands, Consumer<CommandResult> results) {
        this.clock = clock;
        this.tools = tools;
        this.results = results;
        Instant now = clock.instant();
        for (Command command : commands) {
            if (command.isExpired(now)) {
                results.accept(CommandResult.of(command, command.sim().value(), CommandResult.Status.EXPIRED, now));
            } else {
                unnamed.add(command);
            }
        }
        name(now);
    }

    /** Once all ICCIDs and tag names are known, gives each SIM its commands, in the order of the partitions. */
    private void name(Instant now) {
        if (unnamed.isEmpty()) {
            return;
        }
        boolean allKnown = unnamed.stream().allMatch(command -> simOf(command) != null && tagsKnown(command));
        if (!allKnown) {
            return;
        }
        for (Command command : unnamed) {
            SimId sim = Objects.requireNonNull(simOf(command));
            String unknown = new TagIds(tools.tagNames()).unknownIn(command.change());
            if (unknown == null) {
                works.computeIfAbsent(sim, id -> new SimWork(id, tools.retry(), tools.exactTags(), results))
                        .add(new Piece(command, new TagIds(tools.tagNames()).in(command.change())), command.barrier());
            } else {
                results.accept(CommandResult.of(command, sim.value(), CommandResult.Status.REJECTED, now)
                        .because(CommandError.of(ErrorCode.UNKNOWN_TAG, "no tag is named " + unknown)));
            }
        }
        unnamed = new ArrayList<>();
        open.addAll(works.values());
    }

    private @Nullable SimId simOf(Command command) {
        return command.sim() instanceof SimId id ? id : tools.iccids().idOf((Iccid) command.sim());
    }

    private boolean tagsKnown(Command command) {
        return tagsRead || new TagIds(tools.tagNames()).unknownIn(command.change()) == null;
    }

    /**
     * Waits until something is due or the batch is settled.
     *
     * @return false if a while passed without either
     */
    boolean awaitDue(long millis) throws InterruptedException {
        lock.lock();
        try {
            long remaining = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!isSettled() && !isAnythingDue()) {
                if (remaining <= 0) {
                    return false;
                }
                remaining = changed.awaitNanos(Math.min(remaining, untilNextWake()));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private long untilNextWake() {
        long now = System.nanoTime();
        return open.stream()
                .filter(work -> work.state() == SimWork.State.RESTING)
                .mapToLong(work -> Math.max(1, work.restsUntil() - now))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private boolean isAnythingDue() {
        long now = System.nanoTime();
        return !unnamedDue().isEmpty() || open.stream().anyMatch(work -> work.isDue(now));
    }

    /** True if every command has its result. */
    public boolean isSettled() {
        lock.lock();
        try {
            open.removeIf(work -> work.state() == SimWork.State.DONE);
            return open.isEmpty() && unnamed.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** What must be looked up now; handed out once. */
    public List<Lookup> getLookups() {
        lock.lock();
        try {
            List<Lookup> lookups = unnamedDue();
            for (Lookup lookup : lookups) {
                if (lookup instanceof Lookup.Tags) {
                    tagsAsked = true;
                } else if (lookup instanceof Lookup.Single single) {
                    lookedUp.add(single.sim());
                } else if (lookup instanceof Lookup.Several several) {
                    lookedUp.addAll(several.sims());
                }
            }
            lookups.addAll(ofWorks());
            return lookups;
        } finally {
            lock.unlock();
        }
    }

    private List<Lookup> unnamedDue() {
        var lookups = new ArrayList<Lookup>();
        var iccids = new LinkedHashSet<SimReference>();
        for (Command command : unnamed) {
            if (simOf(command) == null && !lookedUp.contains(command.sim())) {
                iccids.add(command.sim());
            }
            if (!tagsAsked && !tagsKnown(command) && lookups.isEmpty()) {
                lookups.add(new Lookup.Tags(this));
            }
        }
        lookups.addAll(cheapest(iccids));
        return lookups;
    }

    private List<Lookup> ofWorks() {
        long now = System.nanoTime();
        var sims = new LinkedHashSet<SimReference>();
        var lookups = new ArrayList<Lookup>();
        for (SimWork work : open) {
            if (work.isDue(now) && work.state() == SimWork.State.NEEDS_ROW) {
                work.handOut();
                if (work.needsAllProperties()) {
                    lookups.add(new Lookup.Single(this, work.sim()));
                } else {
                    sims.add(work.sim());
                }
            }
        }
        lookups.addAll(cheapest(sims));
        return lookups;
    }

    private List<Lookup> cheapest(Set<SimReference> sims) {
        var lookups = new ArrayList<Lookup>();
        var byPage = new LinkedHashSet<SimReference>(sims);
        byPage.removeAll(onlySingly);
        if (byPage.size() > FEW) {
            lookups.add(new Lookup.Several(this, byPage));
        } else {
            byPage.clear();
        }
        sims.stream().filter(sim -> !byPage.contains(sim)).forEach(sim -> lookups.add(new Lookup.Single(this, sim)));
        return lookups;
    }

    /** The SIMs whose next update may be sent now; handed out once. */
    public List<DueUpdate> getUpdates() {
        lock.lock();
        try {
            long now = System.nanoTime();
            var due = new ArrayList<DueUpdate>();
            for (SimWork work : open) {
                if (work.isDue(now) && work.state() == SimWork.State.READY && !work.isExact()) {
                    work.handOut();
                    due.add(new DueUpdate(this, work));
                }
            }
            return due;
        } finally {
            lock.unlock();
        }
    }

    /** The commands whose tags are to be added or removed by calls of their own; handed out once. */
    public List<DueTags> getTagChanges() {
        lock.lock();
        try {
            long now = System.nanoTime();
            var due = new ArrayList<DueTags>();
            for (SimWork work : open) {
                if (work.isDue(now) && work.state() == SimWork.State.READY && work.isExact()) {
                    work.handOut();
                    due.add(new DueTags(this, work, work.exactChange()));
                }
            }
            return due;
        } finally {
            lock.unlock();
        }
    }

    /** A SIM that waits for company in a bulk. */
    public record DueUpdate(CommandBatch batch, SimWork work) {}

    void found(SimReference reference, SimRow row) {
        change(now -> {
            if (reference instanceof Iccid iccid
                    && row.properties().get("id") instanceof String id
                    && SimId.matches(id)) {
                tools.iccids().learn(iccid, new SimId(id));
                name(now);
            } else if (reference instanceof SimId sim && works.containsKey(sim)) {
                Objects.requireNonNull(works.get(sim)).found(row, now);
            }
        });
    }

    void notFound(SimReference reference, Refusal refusal) {
        change(now -> {
            if (reference instanceof SimId sim && works.containsKey(sim)) {
                Objects.requireNonNull(works.get(sim)).absent(refusal, now);
            }
            var without = new ArrayList<Command>();
            for (Command command : unnamed) {
                if (command.sim().equals(reference)) {
                    results.accept(CommandResult.of(command, reference.value(), CommandResult.Status.FAILED, now)
                            .because(CommandError.of(ErrorCode.SIM_NOT_FOUND, refusal)));
                } else {
                    without.add(command);
                }
            }
            unnamed = without;
            name(now);
        });
    }

    /** Pages were not, or no longer, the cheaper way. */
    void lookUpSingly(Set<SimReference> sims) {
        change(now -> {
            onlySingly.addAll(sims);
            lookedUp.removeAll(sims);
            for (SimReference sim : sims) {
                if (sim instanceof SimId id && works.containsKey(id)) {
                    Objects.requireNonNull(works.get(id)).lookAgain();
                }
            }
        });
    }

    void tagsRead() {
        change(now -> {
            tagsRead = true;
            name(now);
        });
    }

    /**
     * Some partitions go to another member: what of them is not under way is left to it, what is gets some time.
     *
     * @param millis to wait at most
     */
    void giveUp(Set<TopicPartition> partitions, long millis) {
        lock.lock();
        try {
            unnamed.removeIf(command -> partitions.contains(command.record().partition()));
            open.forEach(work -> work.drop(partitions));
            changed.signalAll();
            long remaining = TimeUnit.MILLISECONDS.toNanos(millis);
            while (remaining > 0 && open.stream().anyMatch(work -> work.isUnderWayFor(partitions))) {
                remaining = changed.awaitNanos(remaining);
            }
            open.forEach(work -> work.drop(partitions));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Changes works under the lock and wakes whoever waits. */
    void change(Consumer<Instant> change) {
        lock.lock();
        try {
            change.accept(clock.instant());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
