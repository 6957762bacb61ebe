package io.github.camelonomondo.changes;

import io.github.camelonomondo.changes.compare.FoldedJson;
import io.github.camelonomondo.changes.compare.Hash;
import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.sim.SimId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The last known view of every SIM, in some 300 bytes each: an open table of numbers and the SIM's JSON, folded.
 * Comparing reads the fingerprint alone; the JSON is unfolded only for a SIM that differs. Not thread-safe.
 */
public final class FleetState {

    private static final int SMALLEST = 1 << 10;
    private static final int[] LEARN_AT = {0, 50, 5_000};
    private static final int SAMPLES = 6;
    private static final byte[] NONE = {};

    /** No fleet is larger. */
    private static final int MOST = 20_000_000;

    /** More than it has been seen to take, with its place in the table and while that grows. */
    private static final int BYTES_EACH = 400;

    private final FoldedJson folded = new FoldedJson();
    private final PageReader reader;
    private final int room;
    private int size;
    private int learnt;

    private Table table = new Table(SMALLEST);

    /** Knows nothing yet. Has room for as many SIMs as the heap. */
    public FleetState(SimFields fields) {
        this(fields, (int) Math.min(MOST, Runtime.getRuntime().maxMemory() / BYTES_EACH));
    }

    /** @param room for so many SIMs */
    public FleetState(SimFields fields, int room) {
        this.reader = new PageReader(fields);
        this.room = room;
    }

    /** How many SIMs it may be asked to hold: more would leave no heap to anything else. */
    public int room() {
        return room;
    }

    /** How many SIMs are known. */
    public int size() {
        return size;
    }

    /** True if nothing is known. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Forgets everything. */
    public void clear() {
        size = 0;
        table = new Table(SMALLEST);
    }

    /**
     * Takes in a view that was made safe earlier, in place of any older one.
     *
     * @return false if {@code json} is not a SIM with an id; then nothing was taken in
     */
    public boolean restore(byte[] json, int revision, int scan, Instant seen) {
        var row = reader.readSim(json);
        if (row == null) {
            return false;
        }
        put(row.id(), row.first(), row.second(), revision, scan, seen.toEpochMilli(), json);
        return true;
    }

    /** Forgets one SIM. */
    public void remove(SimId sim) {
        int slot = find(sim.number());
        if (slot >= 0) {
            removeAt(slot);
        }
    }

    /** The slot of a SIM until the table next changes, or -1. */
    public int find(int id) {
        int slot = slotOf(id);
        return table.keys[slot] == 0 ? -1 : slot;
    }

    /** True if it is known, and {@code scan} did not show it. */
    public boolean isMissedBy(int scan, SimId sim) {
        int slot = find(sim.number());
        return slot >= 0 && scan(slot) != scan;
    }

    boolean looksLike(int slot, long first, long second) {
        return table.firsts[slot] == first && table.seconds[slot] == second;
    }

    public int revision(int slot) {
        return table.revisions[slot];
    }

    int scan(int slot) {
        return table.scans[slot];
    }

    /** The last scan that showed a SIM, or 0. */
    public int latestScan() {
        return IntStream.of(table.scans).max().orElse(0);
    }

    public long seenAt(int slot) {
        return table.seenAt[slot];
    }

    public byte[] json(int slot) {
        return folded.unfold(table.views[slot]);
    }

    /** Seen again, as it was. */
    void touch(int slot, int scan, long seen) {
        table.scans[slot] = scan;
        table.seenAt[slot] = seen;
    }

    void put(int id, long first, long second, int revision, int scan, long seen, byte[] json) {
        if (size * 10L >= table.keys.length * 7L) {
            grow();
        }
        if (learnt < LEARN_AT.length && size >= LEARN_AT[learnt]) {
            learn(json);
        }
        int slot = slotOf(id);
        if (table.keys[slot] == 0) {
            size++;
            table.keys[slot] = id + 1;
        }
        table.firsts[slot] = first;
        table.seconds[slot] = second;
        table.revisions[slot] = revision;
        table.scans[slot] = scan;
        table.seenAt[slot] = seen;
        table.views[slot] = folded.fold(json, 0, json.length);
    }

    /** Ids of all SIMs that scan {@code scan} has not seen. */
    public void forEachMissedBy(int scan, IntConsumer id) {
        slots().filter(slot -> table.scans[slot] != scan).map(this::id).forEach(id);
    }

    /** Of all SIMs, until the table next changes. */
    IntStream slots() {
        return IntStream.range(0, table.keys.length).filter(slot -> table.keys[slot] != 0);
    }

    int id(int slot) {
        return table.keys[slot] - 1;
    }

    private void learn(byte[] json) {
        List<byte[]> samples = new ArrayList<>(SAMPLES);
        slots().limit(SAMPLES - 1).forEach(slot -> samples.add(json(slot)));
        samples.add(json);
        folded.learn(samples);
        learnt++;
    }

    private int slotOf(int id) {
        int mask = table.keys.length - 1;
        int slot = home(id, mask);
        while (table.keys[slot] != 0 && table.keys[slot] != id + 1) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int home(int id, int mask) {
        return (int) Hash.mix(id) & mask;
    }

    /** Closes the gap, so that no search ends too early. */
    private void removeAt(int removed) {
        int mask = table.keys.length - 1;
        int gap = removed;
        int slot = gap;
        while (true) {
            slot = (slot + 1) & mask;
            if (table.keys[slot] == 0) {
                break;
            }
            int home = home(table.keys[slot] - 1, mask);
            if (((slot - home) & mask) >= ((slot - gap) & mask)) {
                table.copy(table, slot, gap);
                gap = slot;
            }
        }
        table.free(gap);
        size--;
    }

    private void grow() {
        Table old = table;
        table = new Table(old.keys.length * 2);
        for (int slot = 0; slot < old.keys.length; slot++) {
            if (old.keys[slot] != 0) {
                table.copy(old, slot, slotOf(old.keys[slot] - 1));
            }
        }
    }

    private static final class Table {
        /** Id + 1; 0 is free. */
        private final int[] keys;

        private final long[] firsts;
        private final long[] seconds;
        private final long[] seenAt;
        private final int[] revisions;
        private final int[] scans;
        private final byte[][] views;

        Table(int capacity) {
            keys = new int[capacity];
            firsts = new long[capacity];
            seconds = new long[capacity];
            seenAt = new long[capacity];
            revisions = new int[capacity];
            scans = new int[capacity];
            views = new byte[capacity][];
        }

        void copy(Table from, int slot, int to) {
            keys[to] = from.keys[slot];
            firsts[to] = from.firsts[slot];
            seconds[to] = from.seconds[slot];
            seenAt[to] = from.seenAt[slot];
            revisions[to] = from.revisions[slot];
            scans[to] = from.scans[slot];
            views[to] = from.views[slot];
        }

        void free(int slot) {
            keys[slot] = 0;
            views[slot] = NONE;
        }
    }
}
