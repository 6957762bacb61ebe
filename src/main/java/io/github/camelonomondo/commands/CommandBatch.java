package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.commands.CommandResult.Status;
import io.github.camelonomondo.sim.SimReference;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * The ledger of one poll batch: every command that was read, and where it stands. The batch is settled when every
 * command has its result; only then may offsets be committed. What makes the promise true is this count, not the way
 * exceptions take.
 *
 * <p>The polling thread asks what is due; calls settle SIMs on their own threads.
 */
public final class CommandBatch {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Clock clock;
    private final OpenWorks open;
    private final BatchLookups lookups;
    private BooleanSupplier leased = () -> true;
    private Leaving leaving = Leaving.NOTHING;

    /** What batches share. */
    record BatchTools(
            IccidIndex iccids, TagNames tagNames, RetryRule retry, boolean exactTags, FleetPages fleetPages) {}

    /** A SIM that waits for company in a bulk. */
    public record DueUpdate(CommandBatch batch, SimWork work) {}

    CommandBatch(Clock clock, BatchTools tools, List<Command> commands, Consumer<CommandResult> results) {
        this.clock = clock;
        var rests = new Rests(tools.retry(), System::nanoTime);
        this.open = new OpenWorks((sim, moved) -> new SimWork(sim, rests, tools.exactTags(), results, moved));
        Instant now = clock.instant();
        var inTime = new ArrayList<Command>();
        for (Command command : commands) {
            if (command.isExpired(now)) {
                results.accept(CommandResult.of(command, command.sim().value(), Status.EXPIRED, now));
            } else {
                inTime.add(command);
            }
        }
        this.lookups = new BatchLookups(this, tools, inTime, open, results);
        lookups.name(now);
    }

    /** Nothing is begun while {@code leased} is false: others may have its commands. */
    void beginWhile(BooleanSupplier leased) {
        this.leased = leased;
    }

    /** False while others may have its commands. */
    boolean isLeased() {
        return leased.getAsBoolean();
    }

    /** True if calls may begin. */
    boolean mayBegin() {
        return !isLeft() && isLeased();
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
                long nap = mayBegin() ? Math.min(remaining, open.untilNextWake(System.nanoTime())) : remaining;
                remaining -= nap - changed.awaitNanos(nap);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isAnythingDue() {
        return mayBegin() && (lookups.isAnyNew() || open.isAnyDue(System.nanoTime()));
    }

    /** True if every command has its result, or is left to the next start. */
    public boolean isSettled() {
        lock.lock();
        try {
            return switch (leaving) {
                case NOTHING -> open.isEmpty() && lookups.isAllNamed();
                case UNSENT -> !open.isAnySent();
                case ALL -> true;
            };
        } finally {
            lock.unlock();
        }
    }

    /** What must be looked up now; handed out once. */
    public List<Lookup> getLookups() {
        lock.lock();
        try {
            return mayBegin() ? lookups.take(handOut(due -> due.state() == SimWork.State.NEEDS_ROW)) : List.of();
        } finally {
            lock.unlock();
        }
    }

    /** The SIMs whose next update may be sent now; handed out once. */
    public List<DueUpdate> getUpdates() {
        return handOut(work -> work.state() == SimWork.State.READY && !work.isExact()).stream()
                .map(work -> new DueUpdate(this, work))
                .toList();
    }

    /** The commands whose tags are to be added or removed by calls of their own; handed out once. */
    public List<DueTags> getTagChanges() {
        return handOut(work -> work.state() == SimWork.State.READY && work.isExact()).stream()
                .map(work -> new DueTags(this, work))
                .toList();
    }

    private List<SimWork> handOut(Predicate<SimWork> which) {
        lock.lock();
        try {
            return mayBegin() ? open.handOut(which, System.nanoTime()) : List.of();
        } finally {
            lock.unlock();
        }
    }

    void found(SimReference reference, SimRow row) {
        change(now -> lookups.found(reference, row, now));
    }

    void notFound(SimReference reference, Refusal refusal) {
        change(now -> lookups.notFound(reference, refusal, now));
    }

    /** One SIM cannot be read, and it is not that the API is away. */
    void unreadable(SimReference reference, CommandError error) {
        change(now -> lookups.failed(reference, error, now));
    }

    /** Pages were not, or no longer, the cheaper way. */
    void lookUpSingly(Set<SimReference> sims) {
        change(now -> lookups.singly(sims));
    }

    void tagsRead() {
        change(lookups::tagsRead);
    }

    /** The list of tags was refused: which names there are, nobody knows. */
    void tagsRefused(Refusal refusal) {
        change(now -> lookups.tagsRefused(refusal, now));
    }

    /**
     * Some partitions go to another member: what of them is not under way is left to it, what is gets some time.
     *
     * @param millis to wait at most
     */
    void giveUp(Set<TopicPartition> partitions, long millis) {
        lock.lock();
        try {
            lookups.drop(partitions);
            open.drop(partitions, false);
            long remaining = TimeUnit.MILLISECONDS.toNanos(millis);
            while (remaining > 0 && open.isUnderWayFor(partitions)) {
                remaining = changed.awaitNanos(remaining);
            }
            open.drop(partitions, true);
            changed.signalAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The connector stops and cannot wait until all is answered: no call begins any more, and what was not sent is left
     * to the next start.
     *
     * @param calls true if calls under way are not waited for either
     */
    void leave(boolean calls) {
        change(now -> leaving = calls || leaving == Leaving.ALL ? Leaving.ALL : Leaving.UNSENT);
    }

    /** True once something of it is left to the next start. */
    boolean isLeft() {
        lock.lock();
        try {
            return leaving != Leaving.NOTHING;
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
