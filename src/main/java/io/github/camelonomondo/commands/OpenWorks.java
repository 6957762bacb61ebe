package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.sim.SimId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The SIMs of a batch that are not done, and which of them wait. Asked after every call of a batch, so it never looks at
 * those whose call is under way. Guarded by the lock of its {@link CommandBatch}.
 */
final class OpenWorks {

    /** More than the pause between two calls, also of a small budget. */
    private static final long COMPANY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final BiFunction<SimId, Consumer<SimWork>, SimWork> maker;
    private final Map<SimId, SimWork> works = new HashMap<>();
    /** Neither done nor handed out, in the order they came to wait. */
    private final Set<SimWork> waiting = new LinkedHashSet<>();

    private final Set<SimWork> unread = new HashSet<>();
    /** When one of them was no longer unread. */
    private long lastRead = System.nanoTime();

    /** @param maker makes the work of a SIM, which tells whenever it moved */
    OpenWorks(BiFunction<SimId, Consumer<SimWork>, SimWork> maker) {
        this.maker = maker;
    }

    /** The work of a SIM. */
    SimWork of(SimId sim) {
        SimWork work = works.get(sim);
        if (work == null) {
            work = maker.apply(sim, this::moved);
            works.put(sim, work);
            waiting.add(work);
        }
        return work;
    }

    private void moved(SimWork work) {
        if (work.state() == SimWork.State.NEEDS_ROW || work.state() == SimWork.State.LOOKED_UP) {
            unread.add(work);
        } else if (unread.remove(work)) {
            lastRead = System.nanoTime();
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

    /** True if all are done. */
    boolean isEmpty() {
        return works.isEmpty();
    }

    /** True while a call that is under way may change one of them. */
    boolean isAnySent() {
        return works.values().stream().anyMatch(SimWork::isSent);
    }

    boolean isAnyDue(long nanoTime) {
        int inCompany = 0;
        for (SimWork work : waiting) {
            if (work.isDueAt(nanoTime) && (!waitsForCompany(work, nanoTime) || ++inCompany == OnomondoApi.MAX_BULK)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Read one by one they come one by one: a bulk of them is full while others are still to come. Nobody waits for those that
     * do not come, as their look-ups fail, or hang.
     */
    private boolean waitsForCompany(SimWork work, long nanoTime) {
        return !unread.isEmpty() && nanoTime - lastRead < COMPANY_NANOS && work.isReadyAndRead();
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
        var inCompany = new ArrayList<SimWork>();
        for (SimWork work : waiting) {
            if (work.isDueAt(nanoTime)) {
                work.wake();
                if (which.test(work)) {
                    (waitsForCompany(work, nanoTime) ? inCompany : due).add(work);
                }
            }
        }
        due.addAll(inCompany.subList(0, inCompany.size() / OnomondoApi.MAX_BULK * OnomondoApi.MAX_BULK));
        due.forEach(SimWork::handOut);
        return due;
    }

    /** Commands of {@code partitions} are another member's now; {@code all}: those under way as well. */
    void drop(Set<TopicPartition> partitions, boolean all) {
        List.copyOf(works.values()).forEach(work -> work.drop(partitions, all));
    }

    boolean isUnderWayFor(Set<TopicPartition> partitions) {
        return works.values().stream().anyMatch(work -> work.isUnderWayFor(partitions));
    }
}
