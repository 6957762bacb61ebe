package io.github.camelonomondo.commands;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one SIM that wait, in order, cut into steps: those of a step are coalesced, those of different steps
 * are sent one after the other.
 */
final class Steps {

    private final boolean exact;
    /** Most SIMs of a batch have one step: room for the usual sixteen is most of what a batch would hold. */
    private final Deque<List<Piece>> waiting = new ArrayDeque<>(1);

    /** @param exact true if commands that add or remove tags stand alone, for calls of their own */
    Steps(boolean exact) {
        this.exact = exact;
    }

    /** Adds a command behind those that wait; a barrier stands alone. */
    void add(Piece piece) {
        List<Piece> last = waiting.peekLast();
        if (last == null || standsAlone(piece) || standsAlone(last.get(0))) {
            waiting.addLast(new ArrayList<>(List.of(piece)));
        } else {
            last.add(piece);
        }
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
        return waiting.peekFirst();
    }

    /** True if the next step is one command that adds or removes tags by calls of its own. */
    boolean isExact() {
        List<Piece> step = waiting.peekFirst();
        return exact && step != null && step.get(0).change().composesTags();
    }

    /** True if the SIM's tags must be known before the next step can be sent. */
    boolean needsTags() {
        List<Piece> step = waiting.peekFirst();
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
        if (step != null && waiting.peekFirst() == step) {
            waiting.removeFirst();
        }
    }

    /** {@code step} goes on as one step per piece. */
    void separate(@Nullable List<Piece> step, List<Piece> pieces) {
        remove(step);
        for (int i = pieces.size() - 1; i >= 0; i--) {
            waiting.addFirst(new ArrayList<>(List.of(pieces.get(i))));
        }
    }

    /** Commands of {@code partitions} are another member's now. */
    void drop(Set<TopicPartition> partitions) {
        waiting.forEach(step -> step.removeIf(piece -> isOf(piece, partitions)));
        waiting.removeIf(List::isEmpty);
    }

    boolean concern(Set<TopicPartition> partitions) {
        return waiting.stream().flatMap(List::stream).anyMatch(piece -> isOf(piece, partitions));
    }

    private static boolean isOf(Piece piece, Set<TopicPartition> partitions) {
        return partitions.contains(piece.command().record().partition());
    }
}
