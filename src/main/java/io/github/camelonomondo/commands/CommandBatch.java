package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.result.CommandResult.Status;
import io.github.camelonomondo.commands.work.OpenWorks;
import io.github.camelonomondo.commands.work.Rests;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.commands.work.SimRow;
import io.github.camelonomondo.commands.work.SimWork;
import io.github.camelonomondo.commands.work.WorkState;
import io.github.camelonomondo.sim.SimReference;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * The ledger of the batch in hand: every command that was read, or joined it, and where it stands. It is settled when every
 * command has its result. What makes the promise true is this count, not the way exceptions take.
 *
 * <p>The polling thread asks what is due; calls settle SIMs on their own threads.
 */
public final class CommandBatch {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final OpenWorks open;
    private final BatchTools tools;
    private final Consumer<CommandResult> results;
    private final FailingCalls failing;
    private final LookupPlan plan;
    /** Partitions that are another member's in a moment. */
    private Set<TopicPartition> going = Set.of();

    private BatchLookups lookups;
    /** Those that were under way when their commands went to another member: these may come back, and still get their result. */
    private final Set<SimWork> strays = new HashSet<>();

    private BooleanSupplier leased = () -> true;
    private BooleanSupplier recorded = () -> true;
    private Leaving leaving = Leaving.NOTHING;

    /** What batches share. */
    record BatchTools(
            IccidIndex iccids, TagNames tagNames, RetryRule retry, boolean exactTags, FleetPages fleetPages) {}

    /** A SIM that waits for company in a bulk. */
    public record DueUpdate(CommandBatch batch, SimWork work) {}

    CommandBatch(Clock clock, BatchTools tools, List<Command> commands, Consumer<CommandResult> results) {
        this(clock, System::nanoTime, tools, commands, results);
    }

    /** @param nanoTime such as {@link System#nanoTime} */
    CommandBatch(
            Clock clock,
            LongSupplier nanoTime,
            BatchTools tools,
            List<Command> commands,
            Consumer<CommandResult> results) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.tools = tools;
        this.results = result -> {
            if (leaving != Leaving.ABANDONED) {
                results.accept(result);
            }
        };
        this.failing = new FailingCalls(nanoTime);
        var rests = new Rests(tools.retry(), nanoTime);
        this.open = new OpenWorks(
                (sim, moved) -> new SimWork(sim, rests, tools.exactTags(), this.results, moved), nanoTime);
        this.plan = new LookupPlan(this, tools.fleetPages());
        this.lookups = read(commands, clock.instant());
    }

    private BatchLookups read(List<Command> commands, Instant now) {
        var inTime = new ArrayList<Command>();
        for (Command command : commands) {
            if (command.isExpired(now)) {
                results.accept(CommandResult.of(command, command.sim().value(), Status.EXPIRED, now));
            } else {
                inTime.add(command);
            }
        }
        plan.forgetAllBut(open::find);
        var needed = new BatchLookups(this, tools, inTime, open, results, plan);
        needed.name(now);
        return needed;
    }

    /** Commands that came while it is in hand; those of a SIM go behind its others. Only if it {@link #takesMore}. */
    void add(List<Command> commands) {
        change(now -> lookups = read(commands, now));
    }

    /**
     * True if commands may be added: calls may begin, and it is not that one after the other fails as a whole. Which commands are of one SIM, and
     * in which order, must be known of all; and none may come that is under way already, or has a result of which Kafka has not said that it has it.
     *
     * @param allWritten true if Kafka has all results there are
     */
    boolean takesMore(BooleanSupplier allWritten) {
        lock.lock();
        try {
            if (!strays.isEmpty()
                    && strays.stream().allMatch(stray -> stray.state() == WorkState.DONE)
                    && allWritten.getAsBoolean()) {
                strays.clear();
            }
            return mayBegin() && strays.isEmpty() && !failing.areAnOutage() && lookups.isAllNamed();
        } finally {
            lock.unlock();
        }
    }

    /** How many commands have no result. */
    int size() {
        lock.lock();
        try {
            return open.commands();
        } finally {
            lock.unlock();
        }
    }

    /** Those commands, as far as it is known of which SIM they are; those of a SIM in their order. */
    List<Command> openCommands() {
        lock.lock();
        try {
            return open.openCommands().toList();
        } finally {
            lock.unlock();
        }
    }

    /** Its calls that fail as a whole. */
    FailingCalls failing() {
        return failing;
    }

    /**
     * Nothing is begun unless both are true.
     *
     * @param isLeased false while others may have its commands
     * @param isRecorded false while what is done could not be recorded, as Kafka is silent
     */
    void beginWhile(BooleanSupplier isLeased, BooleanSupplier isRecorded) {
        leased = isLeased;
        recorded = isRecorded;
    }

    /** False while others may have its commands. */
    boolean isLeased() {
        return leased.getAsBoolean();
    }

    /** True if calls may begin. */
    boolean mayBegin() {
        return !isLeft() && isLeased() && recorded.getAsBoolean();
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
                long nap = mayBegin() ? Math.min(remaining, open.untilNextWake(nanoTime.getAsLong())) : remaining;
                remaining -= nap - changed.awaitNanos(nap);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isAnythingDue() {
        return mayBegin() && (lookups.isAnyNew() || open.isAnyDue(nanoTime.getAsLong()));
    }

    /** True if every command has its result, or is left to the next start. */
    public boolean isSettled() {
        lock.lock();
        try {
            return switch (leaving) {
                case NOTHING -> open.isEmpty() && lookups.isAllNamed();
                case UNSENT -> !open.isAnyBegun();
                case ALL, ABANDONED -> true;
            };
        } finally {
            lock.unlock();
        }
    }

    /** What must be looked up now; handed out once. */
    List<Lookup> takeLookups() {
        lock.lock();
        try {
            return mayBegin() ? lookups.take(handOut(due -> due.state() == WorkState.TO_BE_READ)) : List.of();
        } finally {
            lock.unlock();
        }
    }

    /** The SIMs whose next update may be sent now; handed out once. */
    List<DueUpdate> takeUpdates() {
        return handOut(work -> work.state() == WorkState.READY && !work.isExact()).stream()
                .map(work -> new DueUpdate(this, work))
                .toList();
    }

    /** The commands whose tags are to be added or removed by calls of their own; handed out once. */
    List<DueTags> takeTagChanges() {
        return handOut(work -> work.state() == WorkState.READY && work.isExact()).stream()
                .map(work -> new DueTags(this, work))
                .toList();
    }

    private List<SimWork> handOut(Predicate<SimWork> which) {
        lock.lock();
        try {
            return mayBegin() ? open.handOut(which, nanoTime.getAsLong()) : List.of();
        } finally {
            lock.unlock();
        }
    }

    private void lookedUp(Consumer<Instant> change) {
        failing.answered();
        change(change);
    }

    void found(SimReference reference, SimRow row) {
        lookedUp(now -> lookups.found(reference, row, now));
    }

    void notFound(SimReference reference, Refusal refusal) {
        lookedUp(now -> lookups.notFound(reference, refusal, now));
    }

    /** One SIM cannot be read, and it is not that the API is away. */
    void unreadable(SimReference reference, CommandError error) {
        lookedUp(now -> lookups.failed(reference, error, now));
    }

    /** Pages were not, or no longer, the cheaper way. */
    void lookUpSingly(Set<SimReference> sims) {
        lookedUp(now -> lookups.singly(sims));
    }

    void tagsRead() {
        lookedUp(now -> lookups.tagsRead(now));
    }

    /** The list of tags was refused: which names there are, nobody knows. */
    void tagsUnknown(CommandError why) {
        lookedUp(now -> lookups.tagsUnknown(why, now));
    }

    /**
     * Some partitions go to another member: what of them is not handed out is left to it, what is gets some time.
     *
     * @param toBegin milliseconds in which its calls may begin, also once more
     * @param toEnd milliseconds after these for the calls that are under way by then
     */
    void giveUp(Set<TopicPartition> partitions, long toBegin, long toEnd) {
        lock.lock();
        try {
            lookups.drop(partitions, clock.instant());
            open.drop(partitions, false);
            awaitHandedBack(partitions, toBegin);
            going = partitions;
            awaitHandedBack(partitions, toEnd);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            going = Set.of();
            strays.addAll(open.handedOutFor(partitions));
            open.drop(partitions, true);
            changed.signalAll();
            lock.unlock();
        }
    }

    private void awaitHandedBack(Set<TopicPartition> partitions, long millis) throws InterruptedException {
        long remaining = TimeUnit.MILLISECONDS.toNanos(millis);
        while (remaining > 0 && !open.handedOutFor(partitions).isEmpty()) {
            remaining = changed.awaitNanos(remaining);
        }
    }

    /**
     * Leaves the commands to another member if a call that began now might end after they are its. Under the lock, before a
     * call.
     *
     * @return true if they are left to it
     */
    boolean leaveToAnother(SimWork work) {
        if (!work.isHandedOutFor(going)) {
            return false;
        }
        work.putBack();
        open.drop(going, false);
        return true;
    }

    /** True if the command that is to be sent is another member's, or will be before its call has an answer. */
    boolean isAnothersSoon(SimWork work) {
        lock.lock();
        try {
            return work.isDropped() || work.isHandedOutFor(going);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The connector stops and cannot wait until all have their results: no call begins any more, and what was not sent is left
     * to the next start.
     *
     * @param calls true if calls under way are not waited for either
     */
    void leave(boolean calls) {
        change(now -> leaving = leaving.orMore(calls ? Leaving.ALL : Leaving.UNSENT));
    }

    /** Its records are read again: nothing of it begins or is told any more. */
    void abandon() {
        change(now -> leaving = Leaving.ABANDONED);
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
