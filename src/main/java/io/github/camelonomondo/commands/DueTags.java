package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.Caused;
import io.github.camelonomondo.api.TraceContext;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One command that adds or removes tags by a call each, and how far it came. Used by one thread at a time. */
public final class DueTags implements Caused {

    private final CommandBatch batch;
    private final SimWork work;
    private final Deque<Op> left = new ArrayDeque<>();
    private final List<String> tagged = new ArrayList<>();
    private final List<String> untagged = new ArrayList<>();
    private boolean begun;
    private boolean unproven;

    /** One call. */
    record Op(String tagId, boolean add) {}

    DueTags(CommandBatch batch, SimWork work) {
        this.batch = batch;
        this.work = work;
    }

    CommandBatch batch() {
        return batch;
    }

    SimWork work() {
        return work;
    }

    /** Takes the command's tags, once; nothing is left to do if it has expired. Once a call went out it has not. */
    void begin(Instant now) {
        if (!begun) {
            Change change = work.beginExact(now);
            begun = true;
            if (change != null) {
                change.tag().forEach(tag -> left.add(new Op(tag, true)));
                change.untag().forEach(tag -> left.add(new Op(tag, false)));
            }
        }
    }

    /** True if its next call may be made. */
    boolean mayBegin() {
        return batch.mayBegin();
    }

    /** The connector stops and the call failed: the command is left to the next start, and the rest of the batch. */
    void leave() {
        batch.leave(false);
        batch.change(now -> work.leave());
    }

    @Override
    public Collection<TraceContext> causes() {
        var causes = new ArrayList<TraceContext>();
        batch.change(now -> causes.addAll(work.traces()));
        return causes;
    }

    /** The next call to make, or null if all are made. */
    @Nullable
    Op next() {
        return left.peekFirst();
    }

    /** True if the last call was not answered: it may or may not have been done. */
    boolean isUnproven() {
        return unproven;
    }

    void sending() {
        unproven = true;
    }

    /** The call was answered; {@code made} unless there was nothing to do. */
    void done(boolean made) {
        Op op = left.removeFirst();
        unproven = false;
        if (made) {
            (op.add() ? tagged : untagged).add(op.tagId());
        }
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
