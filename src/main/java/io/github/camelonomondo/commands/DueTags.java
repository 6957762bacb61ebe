package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.Caused;
import io.github.camelonomondo.api.TraceContext;
import io.github.camelonomondo.commands.work.SimWork;
import io.github.camelonomondo.commands.work.TagCalls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One command that adds or removes tags by a call each. Used by one thread at a time. */
public final class DueTags implements Caused {

    private final CommandBatch batch;
    private final SimWork work;
    private boolean begun;
    private @Nullable TagCalls calls;

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

    /** Takes the command's tags; nothing is left to do if it has expired. Once a call may have done something it does not expire any more. */
    void begin(Instant now) {
        TagCalls last = calls;
        boolean isMoreToDo = last == null ? !begun : last.next() != null;
        if (isMoreToDo && batch.leaveToAnother(work)) {
            calls = null;
        } else if (isMoreToDo && (last == null || !last.isBegun() || work.isDropped())) {
            calls = work.beginExact(now);
        }
        begun = true;
    }

    /** The calls of the command, or null if there are none to make. */
    @Nullable
    TagCalls calls() {
        return calls;
    }

    /** True if its next call may be made. */
    boolean mayBegin() {
        return batch.mayBegin();
    }

    /** True if the command is too late by now. */
    boolean isExpired() {
        var expired = new AtomicBoolean();
        batch.change(now -> expired.set(work.isAnyExpired(now)));
        return expired.get();
    }

    @Override
    public boolean isWanted() {
        return mayBegin() && calls != null && !batch.isAnothersSoon(work) && (calls.wasBegun() || !isExpired());
    }

    /** What causes a look at the SIM, which is wanted however late the command is. */
    Caused looking() {
        return new WhileItMayBegin(batch, this::causes);
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
}
