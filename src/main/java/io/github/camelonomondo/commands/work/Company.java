package io.github.camelonomondo.commands.work;

import io.github.camelonomondo.api.OnomondoApi;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which SIMs of a batch go now, and which wait for others so that they share a call. Guarded by the lock of their batch.
 */
final class Company {

    /** What a SIM that is not handed out waits for. */
    private enum Wait {
        /** It rests. */
        NOT_DUE,
        /** For others, to be looked up with them. */
        TO_BE_READ,
        /** For others that are looked up with it. */
        FOR_READING,
        /** For others, to be sent with them. */
        TO_BE_SENT,
        NOTHING
    }

    private final Collection<SimWork> open;
    private final Collection<SimWork> waiting;
    private final LongSupplier nanoTime;
    private final Gathering gathering = new Gathering();
    /** Those that were looked up, and are not sent yet. */
    private final Map<SimWork, Reading> readings = new HashMap<>();
    /** The last of them. */
    private @Nullable Reading reading;
    /** True once something was handed out: what comes then is gathered. */
    private boolean begun;

    /**
     * Of nobody yet.
     *
     * @param open the SIMs that are not done, at any time
     * @param waiting those of them that are not handed out, at any time, in the order they came to wait
     * @param nanoTime such as {@link System#nanoTime}
     */
    Company(Collection<SimWork> open, Collection<SimWork> waiting, LongSupplier nanoTime) {
        this.open = open;
        this.waiting = waiting;
        this.nanoTime = nanoTime;
    }

    /** A SIM that had no commands has one. */
    void joins(SimWork work) {
        if (begun) {
            gathering.joins(work, nanoTime.getAsLong());
        }
    }

    /** It stands elsewhere than before. */
    void moved(SimWork work) {
        switch (work.state()) {
            case READY, RESTING -> read(work);
            case AWAITS_CALL, SENT, CALL_FAILED, TAGGING -> readings.remove(work);
            case DONE -> {
                read(work);
                readings.remove(work);
                gathering.leaves(work);
            }
            case TO_BE_READ, READING -> {
                // is still to be read
            }
        }
    }

    /** If it was looked up it is read, or cannot be. */
    private void read(SimWork work) {
        Reading with = readings.get(work);
        if (with != null) {
            with.isOver(work, nanoTime.getAsLong());
        }
    }

    private Wait waitOf(SimWork work, long now) {
        if (!work.isDueAt(now)) {
            return Wait.NOT_DUE;
        }
        Reading with = readings.get(work);
        if (with != null && with.isWorthWaitingFor(now) && work.isReadyAndRead()) {
            return Wait.FOR_READING;
        }
        if (!gathering.has(work) || !work.isReadyForBulk()) {
            return Wait.NOTHING;
        }
        return work.mustBeRead() ? Wait.TO_BE_READ : Wait.TO_BE_SENT;
    }

    /** True if one of those that wait goes now. */
    boolean isAnyDue(long now) {
        var waits = new EnumMap<Wait, List<SimWork>>(Wait.class);
        for (SimWork work : waiting) {
            Wait wait = waitOf(work, now);
            if (wait == Wait.NOTHING) {
                return true;
            }
            waits.computeIfAbsent(wait, none -> new ArrayList<>()).add(work);
        }
        List<SimWork> toSend = waits.getOrDefault(Wait.TO_BE_SENT, List.of());
        return isAnyFull(waits.getOrDefault(Wait.FOR_READING, List.of()))
                || isAnyFull(toSend)
                || mayBeSent(toSend, now)
                || mayBeRead(waits.getOrDefault(Wait.TO_BE_READ, List.of()), now);
    }

    private static boolean isAnyFull(List<SimWork> works) {
        return works.size() >= OnomondoApi.MAX_BULK;
    }

    /**
     * True if those that have gathered go, though they fill no bulk. Not while others wait for their call: these would wait as well, and
     * nobody could join them.
     *
     * @param gathered who waits longest first
     */
    private boolean mayBeSent(List<SimWork> gathered, long now) {
        return !gathered.isEmpty()
                && gathering.isOver(gathered.get(0), now)
                && open.stream().noneMatch(SimWork::waitsForItsCall)
                && (gathering.isLongEnough(gathered.get(0), now)
                        || open.stream().noneMatch(SimWork::isSent));
    }

    /**
     * True if those that have gathered are looked up: not while others are, as pages are the fewer calls the more they show.
     *
     * @param gathered who waits longest first
     */
    private boolean mayBeRead(List<SimWork> gathered, long now) {
        return !gathered.isEmpty()
                && gathering.isOver(gathered.get(0), now)
                && (reading == null || !reading.isWorthWaitingFor(now));
    }

    /** Those that go now and are wanted; handed out once. */
    List<SimWork> handOut(Predicate<SimWork> which, long now) {
        wake(now);
        var due = new ArrayList<SimWork>();
        var read = new ArrayList<SimWork>();
        var gathered = new ArrayList<SimWork>();
        for (SimWork work : waiting) {
            if (which.test(work)) {
                switch (waitOf(work, now)) {
                    case NOTHING -> due.add(work);
                    case FOR_READING -> read.add(work);
                    case TO_BE_SENT -> gathered.add(work);
                    case TO_BE_READ, NOT_DUE -> {
                        // not yet
                    }
                }
            }
        }
        due.addAll(read.subList(0, full(read.size())));
        int going = mayBeSent(gathered, now) ? gathered.size() : filling(due.size(), gathered.size());
        due.addAll(gathered.subList(0, going));
        handOut(due, now);
        return due;
    }

    /** What waits for nothing goes on to what comes next. */
    private void wake(long now) {
        var toRead = new ArrayList<SimWork>();
        for (SimWork work : waiting) {
            Wait wait = waitOf(work, now);
            if (wait == Wait.NOTHING) {
                work.wake();
            } else if (wait == Wait.TO_BE_READ) {
                toRead.add(work);
            }
        }
        if (mayBeRead(toRead, now)) {
            toRead.forEach(SimWork::wake);
        }
    }

    private void handOut(List<SimWork> due, long now) {
        var together = new Reading(now);
        for (SimWork work : due) {
            gathering.leaves(work);
            if (work.state() == WorkState.TO_BE_READ && !isStillRead(work)) {
                reading = together;
                together.begins(work);
                readings.put(work, together);
            }
            work.handOut();
        }
        begun |= !due.isEmpty();
    }

    /** True if a page did not show it, and those that were looked up with it wait for it. */
    private boolean isStillRead(SimWork work) {
        Reading with = readings.get(work);
        return with != null && with.isToCome(work);
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
}
