package io.github.camelonomondo.changes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelonomondo.changes.compare.Difference;
import io.github.camelonomondo.changes.compare.FoldedJson;
import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.sim.SimId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the SIMs of one page with the state. Those that look as they did cost nothing that stays; the others wait
 * here until they are safe. Of a SIM that a scan lists more than once the first row counts.
 */
public final class PageComparison implements PageReader.RowSink {

    private final FleetState state;
    private final SimFields fields;
    private final int scan;
    private final boolean snapshot;
    private final Map<Integer, View> waiting = new HashMap<>();
    private final List<SimChange> changes = new ArrayList<>();
    /** Slots of SIMs that look as they did, as far as the page was read: it may yet turn out not to be whole. */
    private final BitSet unchanged = new BitSet();

    private long seenAt;
    private int fresh;
    private int contradictions;
    private int contradicted;

    public PageComparison(FleetState state, SimFields fields, int scan, boolean snapshot) {
        this.state = state;
        this.fields = fields;
        this.scan = scan;
        this.snapshot = snapshot;
    }

    /** A SIM as this page has it. */
    private record View(long first, long second, int revision, long seenAt, String json) {}

    /** Begins a page that was received at {@code received}; forgets the one before. */
    public void begin(Instant received) {
        seenAt = received.toEpochMilli();
        fresh = 0;
        contradictions = 0;
        waiting.clear();
        changes.clear();
        unchanged.clear();
    }

    /** The page came whole: what looks as it did is seen. */
    public void cameWhole() {
        unchanged.stream().forEach(slot -> state.touch(slot, scan, seenAt));
    }

    @Override
    public void row(int id, long first, long second, byte[] page, int from, int to) {
        int slot = state.find(id);
        View pending = waiting.isEmpty() ? null : waiting.get(id);
        if (pending != null) {
            passOver(id, pending.first == first && pending.second == second);
        } else if (slot >= 0 && (state.scan(slot) == scan || unchanged.get(slot))) {
            passOver(id, state.looksLike(slot, first, second));
        } else {
            fresh++;
            compare(id, slot, first, second, page, from, to);
        }
    }

    private void compare(int id, int slot, long first, long second, byte[] page, int from, int to) {
        if (slot < 0) {
            firstSight(id, first, second, Arrays.copyOfRange(page, from, to));
        } else if (state.looksLike(slot, first, second)) {
            unchanged.set(slot);
        } else {
            differs(id, slot, first, second, Arrays.copyOfRange(page, from, to));
        }
    }

    /** This scan has seen it: its first row counts. */
    private void passOver(int id, boolean isAlike) {
        if (!isAlike) {
            contradictions++;
            contradicted = id;
        }
    }

    /** Rows of the page that show a SIM of this scan once more, and not as it was. */
    public int contradictions() {
        return contradictions;
    }

    /** The SIM of the last of them. */
    public SimId contradicted() {
        return simId(contradicted);
    }

    /** SIMs of the page that this scan had not seen before. */
    public int fresh() {
        return fresh;
    }

    public boolean isUnchanged() {
        return changes.isEmpty();
    }

    public ChangeSet changes() {
        return new ChangeSet(scan, changes);
    }

    /** They are safe: the state moves. */
    public void apply() {
        waiting.forEach((id, view) ->
                state.put(id, view.first, view.second, view.revision, scan, view.seenAt, view.json.getBytes(UTF_8)));
    }

    private void firstSight(int id, long first, long second, byte[] json) {
        String text = FoldedJson.text(json);
        waiting.put(id, new View(first, second, 1, seenAt, text));
        changes.add(new SimChange(
                simId(id),
                snapshot ? Operation.SNAPSHOT : Operation.CREATED,
                List.of(),
                Map.of(),
                Map.of(),
                text,
                1,
                Instant.ofEpochMilli(seenAt),
                null,
                scan));
    }

    private void differs(int id, int slot, long first, long second, byte[] after) {
        Difference difference;
        try {
            difference = Difference.between(state.json(slot), after, fields);
        } catch (IOException e) {
            throw new UncheckedIOException("SIM " + simId(id) + " cannot be compared", e);
        }
        if (difference.changed().isEmpty()) {
            unchanged.set(slot); // written differently, a name twice for one: says the same
            return;
        }
        int revision = state.revision(slot) + 1;
        String text = FoldedJson.text(after);
        waiting.put(id, new View(first, second, revision, seenAt, text));
        changes.add(new SimChange(
                simId(id),
                Operation.CHANGED,
                difference.changed(),
                difference.before(),
                difference.after(),
                text,
                revision,
                Instant.ofEpochMilli(seenAt),
                Instant.ofEpochMilli(state.seenAt(slot)),
                scan));
    }

    public static SimId simId(int id) {
        return new SimId(String.format(Locale.ROOT, "%09d", id));
    }
}
