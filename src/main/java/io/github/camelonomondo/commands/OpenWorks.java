package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.sim.SimId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The SIMs of a batch that are not done, and which of them wait. Asked after every call of a batch, so it looks at those whose
 * call is under way only if others may join. Guarded by the lock of its {@link CommandBatch}.
 */
final class OpenWorks {

    /** SIMs that come while calls are under way wait for others: until for so long none came, */
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** or for as long at most, and for as long if a call is on the wire. */
    private static final long LONGEST_GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final BiFunction<SimId, Consumer<SimWork>, SimWork> maker;
    private final LongSupplier nanoTime;
    private final Map<SimId, SimWork> works = new HashMap<>();
    /** Neither done nor handed out, in the order they came to wait. */
    private final Set<SimWork> waiting = new LinkedHashSet<>();

    /** True once something was handed out: what comes then is gathered anew. */
    private boolean begun;
    /** When the last of these came. */
    private long lastJoined;
    /** Those that were handed out last to be looked up. */
    private Reading reading;

    /**
     * None yet.
     *
     * @param maker makes the work of a SIM, which tells whenever it moved
     * @param nanoTime such as {@link System#nanoTime}
     */
    OpenWorks(BiFunction<SimId, Consumer<SimWork>, SimWork> maker, LongSupplier nanoTime) {
        this.maker = maker;
        this.nanoTime = nanoTime;
        this.reading = new Reading(nanoTime.getAsLong());
    }

    /** The work of a SIM. */
    SimWork of(SimId sim) {
        SimWork work = works.get(sim);
        if (work == null) {
            work = maker.apply(sim, this::moved);
            if (begun) {
                lastJoined = nanoTime.getAsLong();
                work.waitForCompany(lastJoined);
            }
            works.put(sim, work);
            waiting.add(work);
        }
        return work;
    }

    private void moved(SimWork work) {
        Reading reading = work.reading();
        if (reading != null && work.state() != SimWork.State.NEEDS_ROW && work.state() != SimWork.State.LOOKED_UP) {
            reading.isOver(work, nanoTime.getAsLong());
        }
        switch (work.state()) {
            case READY, NEEDS_ROW, RESTING -> waiting.add(work);
            case LOOKED_UP, UNDER_WAY -> waiting.remove(work);
            case DONE -> {
                waiting.remove(work);
                works.remove(work.sim());
            }
        }
    }

    /** The work of a SIM, or null if it is done or there was none. */
    @Nullable
    SimWork find(SimId sim) {
        return works.get(sim);
    }

    /** Commands without a result. */
    int commands() {
        int all = 0;
        for (SimWork work : works.values()) {
            all += work.size();
        }
        return all;
    }

    /** These, those of a SIM in their order. */
    Stream<Command> unanswered() {
        return works.values().stream().flatMap(SimWork::commands);
    }

    /** True if all are done. */
    boolean isEmpty() {
        return works.isEmpty();
    }

    /** True while a call that is under way may change one of them. */
    boolean isAnySent() {
        return works.values().stream().anyMatch(SimWork::isSent);
    }

    boolean isAnyDue(long nanoTime) {
        int read = 0;
        int gathered = 0;
        SimWork longest = null;
        for (SimWork work : waiting) {
            if (!work.isDueAt(nanoTime)) {
                continue;
            }
            if (waitsForOthersToBeRead(work, nanoTime)) {
                read++;
            } else if (!work.isGathering()) {
                return true;
            } else if (work.mustBeRead()) {
                if (mayBeRead(work, nanoTime)) {
                    return true;
                }
            } else {
                gathered++;
                longest = longest == null ? work : longest;
            }
        }
        return read >= OnomondoApi.MAX_BULK
                || gathered >= OnomondoApi.MAX_BULK
                || (longest != null && isGathered(longest, nanoTime));
    }

    private static boolean waitsForOthersToBeRead(SimWork work, long nanoTime) {
        Reading reading = work.reading();
        return reading != null && reading.isWorthWaitingFor(nanoTime) && work.isReadyAndRead();
    }

    /**
     * True if those that have gathered since the one that has waited longest go, though they fill no bulk. Not while others wait for their
     * call: these would wait as well, and nobody could join them.
     */
    private boolean isGathered(SimWork longest, long nanoTime) {
        if (!isGatheringOver(longest, nanoTime) || works.values().stream().anyMatch(SimWork::waitsForItsCall)) {
            return false;
        }
        return longest.inCompanyFor(nanoTime) >= LONGEST_GATHERING_NANOS
                || works.values().stream().noneMatch(SimWork::isOnTheWire);
    }

    /** True if those that have gathered to be looked up are: not while others are, as pages are the fewer calls the more they show. */
    private boolean mayBeRead(SimWork longest, long nanoTime) {
        return isGatheringOver(longest, nanoTime) && !reading.isWorthWaitingFor(nanoTime);
    }

    private boolean isGatheringOver(SimWork longest, long nanoTime) {
        return nanoTime - lastJoined >= SILENCE_NANOS || longest.inCompanyFor(nanoTime) >= LONGEST_GATHERING_NANOS;
    }

    /** Nanoseconds until the first that rests has rested. */
    long untilNextWake(long nanoTime) {
        return waiting.stream()
                .filter(work -> work.state() == SimWork.State.RESTING)
                .mapToLong(work -> Math.max(1, work.restsUntil() - nanoTime))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Those that are due and wanted; handed out once. */
    List<SimWork> handOut(Predicate<SimWork> which, long nanoTime) {
        var due = new ArrayList<SimWork>();
        var read = new ArrayList<SimWork>();
        var gathered = new ArrayList<SimWork>();
        boolean areReadLater = waiting.stream()
                .filter(work -> work.isGathering() && work.mustBeRead())
                .findFirst()
                .filter(longest -> !mayBeRead(longest, nanoTime))
                .isPresent();
        for (SimWork work : waiting) {
            if (!work.isDueAt(nanoTime) || (areReadLater && work.isGathering() && work.mustBeRead())) {
                continue;
            }
            work.wake();
            if (which.test(work)) {
                List<SimWork> group =
                        waitsForOthersToBeRead(work, nanoTime) ? read : work.isGathering() ? gathered : due;
                group.add(work);
            }
        }
        due.addAll(read.subList(0, full(read.size())));
        boolean all = !gathered.isEmpty() && isGathered(gathered.get(0), nanoTime);
        due.addAll(all ? gathered : gathered.subList(0, filling(due.size(), gathered.size())));
        var together = new Reading(nanoTime);
        due.forEach(work -> work.handOut(together));
        if (together.isWorthWaitingFor(nanoTime)) {
            reading = together;
        }
        begun |= !due.isEmpty();
        return due;
    }

    /** How many of those that gather fill bulks, with so many that go anyway. */
    private static int filling(int going, int gathered) {
        int places = full(going + OnomondoApi.MAX_BULK - 1) - going;
        return gathered <= places ? gathered : places + full(gathered - places);
    }

    /** Of so many SIMs those that fill bulks. */
    private static int full(int sims) {
        return sims / OnomondoApi.MAX_BULK * OnomondoApi.MAX_BULK;
    }

    /** Commands of {@code partitions} are another member's now; {@code all}: those under way as well. */
    void drop(Set<TopicPartition> partitions, boolean all) {
        List.copyOf(works.values()).forEach(work -> work.drop(partitions, all));
    }

    boolean isUnderWayFor(Set<TopicPartition> partitions) {
        return works.values().stream().anyMatch(work -> work.isUnderWayFor(partitions));
    }
}
