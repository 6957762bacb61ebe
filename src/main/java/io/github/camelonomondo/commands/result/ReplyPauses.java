package io.github.camelonomondo.commands.result;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where copies of results were not taken, and so none is tried for a while: each try may hold up all others for seconds.
 * The while doubles with each try that fails. Safe to share between threads.
 */
final class ReplyPauses {

    private static final long FIRST = Duration.ofSeconds(10).toNanos();
    private static final long LONGEST = Duration.ofMinutes(5).toNanos();

    private final LongSupplier nanoTime;
    private final Map<String, Pause> topics = new ConcurrentHashMap<>();
    private final Map<String, Pause> partitions = new ConcurrentHashMap<>();
    private final Map<String, Pause> single = new ConcurrentHashMap<>();

    ReplyPauses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * A while without a try.
     *
     * @param from the first partition that it is for: where one is not there, those above are not either
     */
    private record Pause(int from, long since, long nanos) {
        boolean isOver(long now) {
            return now - since >= nanos;
        }
    }

    boolean isPaused(String topic) {
        return isOn(topics.get(topic), 0);
    }

    /** True also for the partitions above one that seems not to be there. */
    boolean isPaused(String topic, int partition) {
        return isOn(partitions.get(topic), partition) || isOn(single.get(of(topic, partition)), partition);
    }

    private static String of(String topic, int partition) {
        return topic + '/' + partition;
    }

    private boolean isOn(@Nullable Pause pause, int partition) {
        return pause != null && partition >= pause.from && !pause.isOver(nanoTime.getAsLong());
    }

    /** @param partition that it was for, or null */
    void taken(String topic, @Nullable Integer partition) {
        topics.remove(topic);
        if (partition != null) {
            single.remove(of(topic, partition));
            partitions.computeIfPresent(topic, (name, pause) -> partition < pause.from ? pause : null);
        }
    }

    /** The topic takes none, whatever the partition. True if that is news. */
    boolean begin(String topic) {
        partitions.remove(topic); // they were not to blame
        return begin(topics, topic, 0);
    }

    /**
     * This partition takes none.
     *
     * @param isAbsent true if there is none: then there is none above it either
     * @return true if that is news
     */
    boolean begin(String topic, int partition, boolean isAbsent) {
        return isAbsent ? begin(partitions, topic, partition) : begin(single, of(topic, partition), partition);
    }

    private boolean begin(Map<String, Pause> pauses, String topic, int from) {
        long now = nanoTime.getAsLong();
        Pause before = pauses.get(topic);
        pauses.merge(topic, new Pause(from, now, FIRST), (old, first) -> next(old, first, now));
        return before == null || before.isOver(now);
    }

    /** What was tried before the pause began does not prolong it. */
    private static Pause next(Pause old, Pause first, long now) {
        int from = Math.min(old.from, first.from);
        return old.isOver(now)
                ? new Pause(from, now, Math.min(LONGEST, 2 * old.nanos))
                : new Pause(from, old.since, old.nanos);
    }
}
