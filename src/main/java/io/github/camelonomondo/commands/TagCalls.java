package io.github.camelonomondo.commands;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a command that adds and removes tags one by one, and how far it came. It is kept when the command rests, so
 * that what it did itself is not taken for what was so already. Used by one thread at a time.
 */
final class TagCalls {

    private static final int OK = 200;

    private final Deque<Op> left = new ArrayDeque<>();
    private final List<String> tagged = new ArrayList<>();
    private final List<String> untagged = new ArrayList<>();
    private boolean unproven;
    /** Before the last call. */
    private boolean wasBegun;

    private int status = OK;

    /** One call. */
    record Op(String tagId, boolean add) {}

    TagCalls(Change change) {
        change.tag().forEach(tag -> left.add(new Op(tag, true)));
        change.untag().forEach(tag -> left.add(new Op(tag, false)));
    }

    /** The next call to make, or null if all are made. */
    @Nullable
    Op next() {
        return left.peekFirst();
    }

    /** True if a call for the next tag was not answered: it may or may not have been done. */
    boolean isUnproven() {
        return unproven;
    }

    /** True if something was changed, or may have been. */
    boolean isBegun() {
        return unproven || !tagged.isEmpty() || !untagged.isEmpty();
    }

    void sending() {
        wasBegun = isBegun();
        unproven = true;
    }

    /** True if something was changed, or may have been, before the call that is being sent. */
    boolean wasBegun() {
        return wasBegun;
    }

    /** The call was answered and changed nothing; {@code earlier} if one before it was not answered. */
    void refused(boolean earlier) {
        unproven = earlier;
    }

    /** The call was answered: it is done. */
    void done() {
        done(true, OK);
    }

    /** The call was answered with {@code answered}, as there was nothing to do; {@code made} if an earlier one may have done it. */
    void done(boolean made, int answered) {
        Op op = left.removeFirst();
        unproven = false;
        status = answered;
        if (made) {
            (op.add() ? tagged : untagged).add(op.tagId());
        }
    }

    /** Of the answer to the last call. */
    int status() {
        return status;
    }

    /** What was changed, under the names of the command. */
    Map<String, @Nullable Object> applied() {
        var applied = new LinkedHashMap<String, @Nullable Object>();
        if (!tagged.isEmpty()) {
            applied.put("tag", tagged);
        }
        if (!untagged.isEmpty()) {
            applied.put("untag", untagged);
        }
        return applied;
    }
}
