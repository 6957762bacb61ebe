package io.github.camelonomondo.commands.work;

import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.sim.SimId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The SIMs of a batch that are not done, and which of them wait. Asked after every call of a batch. Guarded by the lock of its batch.
 */
public final class OpenWorks {

    private final BiFunction<SimId, Consumer<SimWork>, SimWork> maker;
    private final Map<SimId, SimWork> works = new HashMap<>();
    /** Neither done nor handed out, in the order they came to wait. */
    private final Set<SimWork> waiting = new LinkedHashSet<>();

    private final Company company;

    /**
     * None yet.
     *
     * @param maker makes the work of a SIM, which tells whenever it moved
     * @param nanoTime such as {@link System#nanoTime}
     */
    public OpenWorks(BiFunction<SimId, Consumer<SimWork>, SimWork> maker, LongSupplier nanoTime) {
        this.maker = maker;
        this.company = new Company(works.values(), waiting, nanoTime);
    }

    /** The work of a SIM. */
    public SimWork of(SimId sim) {
        SimWork work = works.get(sim);
        if (work == null) {
            work = maker.apply(sim, this::moved);
            works.put(sim, work);
            waiting.add(work);
            company.joins(work);
        }
        return work;
    }

    private void moved(SimWork work) {
        company.moved(work);
        switch (work.state()) {
            case READY, TO_BE_READ, RESTING -> waiting.add(work);
            case READING, AWAITS_CALL, SENT, CALL_FAILED, TAGGING -> waiting.remove(work);
            case DONE -> {
                waiting.remove(work);
                works.remove(work.sim());
            }
        }
    }

    /** The work of a SIM, or null if it is done or there was none. */
    @Nullable
    public SimWork find(SimId sim) {
        return works.get(sim);
    }

    /** Commands without a result. */
    public int commands() {
        int all = 0;
        for (SimWork work : works.values()) {
            all += work.size();
        }
        return all;
    }

    /** These, those of a SIM in their order. */
    public Stream<Command> openCommands() {
        return works.values().stream().flatMap(SimWork::commands);
    }

    /** True if all are done. */
    public boolean isEmpty() {
        return works.isEmpty();
    }

    /** True while it is worth waiting for what becomes of one of them that is handed out for a call. */
    public boolean isAnyBegun() {
        return works.values().stream().anyMatch(SimWork::isBegun);
    }

    public boolean isAnyDue(long nanoTime) {
        return company.isAnyDue(nanoTime);
    }

    /** Those that are due and wanted; handed out once. */
    public List<SimWork> handOut(Predicate<SimWork> which, long nanoTime) {
        return company.handOut(which, nanoTime);
    }

    /** Nanoseconds until the first that rests has rested. */
    public long untilNextWake(long nanoTime) {
        return waiting.stream()
                .filter(work -> work.state() == WorkState.RESTING)
                .mapToLong(work -> Math.max(1, work.restsUntil() - nanoTime))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Commands of {@code partitions} are another member's now; {@code all}: those under way as well. */
    public void drop(Set<TopicPartition> partitions, boolean all) {
        List.copyOf(works.values()).forEach(work -> work.drop(partitions, all));
    }

    /** Those that are handed out with commands of {@code partitions}. */
    public List<SimWork> handedOutFor(Set<TopicPartition> partitions) {
        return works.values().stream()
                .filter(work -> work.isHandedOutFor(partitions))
                .toList();
    }
}
