package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** Every call that arrived, in order, and counters that a benchmark can afford. Thread-safe. */
public final class Calls {

    private final Queue<Call> all = new ConcurrentLinkedQueue<>();
    private final LongAdder bulks = new LongAdder();
    private final LongAdder bulkSims = new LongAdder();
    private final AtomicInteger underway = new AtomicInteger();
    private final AtomicInteger mostUnderway = new AtomicInteger();
    private volatile boolean keepsItems = true;

    Calls() {}

    /** From now on the updates in a call are not kept; ids, times and counters are. */
    public void forgetItems() {
        keepsItems = false;
    }

    public void clear() {
        all.clear();
        bulks.reset();
        bulkSims.reset();
        mostUnderway.set(underway.get());
    }

    public List<Call> all() {
        return List.copyOf(all);
    }

    public List<Call> bulks() {
        return matching(Call::isBulk);
    }

    public List<Call> matching(Predicate<Call> wanted) {
        return all.stream().filter(wanted).toList();
    }

    public long count(Predicate<Call> wanted) {
        return all.stream().filter(wanted).count();
    }

    /** How many calls were answered with this status. */
    public long answered(int status) {
        return count(call -> call.status() == status);
    }

    public long bulkCount() {
        return bulks.sum();
    }

    /** SIMs in all bulks together, whatever became of them. */
    public long bulkSimCount() {
        return bulkSims.sum();
    }

    /** SIMs per bulk on average. */
    public double meanFill() {
        return bulkCount() == 0 ? 0 : (double) bulkSimCount() / bulkCount();
    }

    /** The updates that arrived for one SIM, in order. */
    public List<JsonNode> updatesOf(String sim) {
        return all.stream()
                .flatMap(call -> call.items().stream())
                .filter(item -> item.path("id").asText().equals(sim))
                .toList();
    }

    public int underway() {
        return underway.get();
    }

    /** The most calls that were under way at one time. */
    public int mostUnderway() {
        return mostUnderway.get();
    }

    /** The most calls that arrived in any stretch of this length, wherever it begins. */
    public int mostIn(Duration stretch) {
        long[] times = all.stream().mapToLong(Call::nanos).sorted().toArray();
        int most = 0;
        for (int first = 0, last = 0; last < times.length; last++) {
            while (times[last] - times[first] >= stretch.toNanos()) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    boolean keepsItems() {
        return keepsItems;
    }

    void begin(Call call) {
        all.add(call);
        if (call.isBulk()) {
            bulks.increment();
            bulkSims.add(call.sims().size());
        }
        mostUnderway.accumulateAndGet(underway.incrementAndGet(), Math::max);
    }

    void end() {
        underway.decrementAndGet();
    }
}
