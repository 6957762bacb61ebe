package io.github.camelonomondo.commands.work;

import io.github.camelonomondo.commands.parse.Change;
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
public final class TagCalls {

    private static final int OK = 200;

    private final Deque<Op> left = new ArrayDeque<>();
    private final List<String> tagged = new ArrayList<>();
    private final List<String> untagged = new ArrayList<>();
    private boolean unproven;
    /** Before the call that is being sent. */
    private boolean wasUnproven;

    private int status = OK;
    private int failedLooks;

    /** One call. */
    public record Op(String tagId, boolean add) {}

    TagCalls(Change change) {
        change.tag().forEach(tag -> left.add(new Op(tag, true)));
        change.untag().forEach(tag -> left.add(new Op(tag, false)));
    }

    /** The next call to make, or null if all are made. */
    @Nullable
    public Op next() {
        return left.peekFirst();
    }

    /** True if a call for the next tag was not answered: it may or may not have been done. */
    public boolean isUnproven() {
        return unproven;
    }

    /** True if something was changed, or may have been. */
    public boolean isBegun() {
        return unproven || isAnyDone();
    }

    /** The same before the call that is being sent. */
    public boolean wasBegun() {
        return wasUnproven || isAnyDone();
    }

    private boolean isAnyDone() {
        return !tagged.isEmpty() || !untagged.isEmpty();
    }

    public void sending() {
        wasUnproven = unproven;
        unproven = true;
    }

    /** The call changed nothing; one before it that was not answered may have. */
    public void didNothing() {
        unproven = wasUnproven;
    }

    /**
     * The SIM could not be read to tell what the next tag's call did.
     *
     * @param others true if another could be read right after
     * @return how often that was so, one after the other
     */
    public int lookFailed(boolean others) {
        failedLooks = others ? failedLooks + 1 : 0;
        return failedLooks;
    }

    /** No call for the next tag changed anything. */
    public void notDone() {
        unproven = false;
    }

    /** A call did it. */
    public void done() {
        done(true, OK);
    }

    /** The call was answered with {@code answered}, as there was nothing to do: if one before it was not answered, that one did it. */
    public void nothingToDo(int answered) {
        done(wasUnproven, answered);
    }

    private void done(boolean made, int answered) {
        Op op = left.removeFirst();
        failedLooks = 0;
        unproven = false;
        status = answered;
        if (made) {
            (op.add() ? tagged : untagged).add(op.tagId());
        }
    }

    /** Of the answer to the last call. */
    public int status() {
        return status;
    }

    /** What was changed, under the names of the command. */
    public Map<String, @Nullable Object> applied() {
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
