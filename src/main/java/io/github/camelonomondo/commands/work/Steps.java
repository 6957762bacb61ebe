package io.github.camelonomondo.commands.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one SIM that wait, in order, cut into steps: those of a step are coalesced, those of different steps
 * are sent one after the other.
 */
final class Steps {

    private final boolean exact;
    /** Most SIMs of a batch have one step: room for the usual sixteen is most of what a batch would hold. */
    private final Deque<Step> waiting = new ArrayDeque<>(1);

    /** What is sent together. */
    private static final class Step {
        private final List<Piece> pieces = new ArrayList<>(1);
        private boolean closed;

        Step(Piece first) {
            pieces.add(first);
        }
    }

    /** @param exact true if commands that add or remove tags stand alone, for calls of their own */
    Steps(boolean exact) {
        this.exact = exact;
    }

    /** Adds a command behind those that wait; a barrier stands alone. */
    void add(Piece piece) {
        Step last = waiting.peekLast();
        if (last == null || last.closed || standsAlone(piece) || standsAlone(last.pieces.get(0))) {
            waiting.addLast(new Step(piece));
        } else {
            last.pieces.add(piece);
        }
    }

    /** The next step is sent as it is: what comes later is a step of its own. */
    void close() {
        Step first = waiting.peekFirst();
        if (first != null) {
            first.closed = true;
        }
    }

    /** Commands that wait. */
    int size() {
        int all = 0;
        for (Step step : waiting) {
            all += step.pieces.size();
        }
        return all;
    }

    /** All of them, in order. */
    Stream<Piece> pieces() {
        return waiting.stream().flatMap(step -> step.pieces.stream());
    }

    private boolean standsAlone(Piece piece) {
        return piece.command().barrier() || (exact && piece.change().composesTags());
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The next step, or null if none is left. */
    @Nullable
    List<Piece> first() {
        Step first = waiting.peekFirst();
        return first == null ? null : first.pieces;
    }

    /** True if the next step is one command that adds or removes tags by calls of its own. */
    boolean isExact() {
        List<Piece> step = first();
        return exact && step != null && step.get(0).change().composesTags();
    }

    /** True if the SIM's tags must be known before the next step can be sent. */
    boolean needsTags() {
        List<Piece> step = first();
        return !exact
                && step != null
                && composesTags(step)
                && step.stream().noneMatch(piece -> piece.change().tagList() != null);
    }

    // A plain loop: asked for every SIM of the batch, again and again.
    private static boolean composesTags(List<Piece> step) {
        for (Piece piece : step) {
            if (piece.change().composesTags()) {
                return true;
            }
        }
        return false;
    }

    /** {@code step} is over; it may have been dropped meanwhile. */
    void remove(@Nullable List<Piece> step) {
        if (step != null && first() == step) {
            waiting.removeFirst();
        }
    }

    /** {@code step} goes on as one step per piece. */
    void separate(@Nullable List<Piece> step, List<Piece> pieces) {
        remove(step);
        for (int i = pieces.size() - 1; i >= 0; i--) {
            var alone = new Step(pieces.get(i));
            alone.closed = true;
            waiting.addFirst(alone);
        }
    }

    /** Commands of {@code partitions} are another member's now. */
    void drop(Set<TopicPartition> partitions) {
        waiting.forEach(step -> step.pieces.removeIf(piece -> isOf(piece, partitions)));
        waiting.removeIf(step -> step.pieces.isEmpty());
    }

    boolean concern(Set<TopicPartition> partitions) {
        return pieces().anyMatch(piece -> isOf(piece, partitions));
    }

    private static boolean isOf(Piece piece, Set<TopicPartition> partitions) {
        return partitions.contains(piece.command().record().partition());
    }
}
