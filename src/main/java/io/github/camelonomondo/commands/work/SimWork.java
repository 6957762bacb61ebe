package io.github.camelonomondo.commands.work;

import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.api.TraceContext;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a batch wants of one SIM, and where it stands. Steps are sent one after the other; each ends with a result for
 * every command in it. {@link WorkState} shows what moves it. Guarded by the lock of its batch.
 */
public final class SimWork {

    private final SimId sim;
    private final Steps steps;
    private final SimStep step;
    private final Consumer<SimWork> moved;

    private WorkState state = WorkState.READY;

    /**
     * Work that is ready, once a command is added.
     *
     * @param exact true if tags are added and removed by calls of their own instead of in bulk
     * @param moved is told whenever it stands elsewhere than before
     */
    public SimWork(SimId sim, Rests rests, boolean exact, Consumer<CommandResult> results, Consumer<SimWork> moved) {
        this.sim = sim;
        this.steps = new Steps(exact);
        this.step = new SimStep(sim, steps, rests, results);
        this.moved = moved;
    }

    private void move(WorkState to) {
        state = to;
        moved.accept(this);
    }

    /** Adds a command behind those that wait. */
    public void add(Piece piece) {
        steps.add(piece);
    }

    public SimId sim() {
        return sim;
    }

    /** Commands that have no result yet, or whose result has not been told. */
    Stream<Command> commands() {
        return steps.pieces().map(Piece::command);
    }

    int size() {
        return steps.size();
    }

    /** True if its next step goes by bulk, once it is known what must be. */
    boolean isReadyForBulk() {
        return state == WorkState.READY && !isExact();
    }

    /** True while it waits for its turn. Calls of its own do not, unless their command went to another member meanwhile. */
    boolean waitsForItsCall() {
        return (state == WorkState.AWAITS_CALL || state == WorkState.TAGGING) && !isExact();
    }

    /** True if a call was made for it, and nobody knows yet whether it did it. */
    public boolean isSent() {
        return state == WorkState.SENT;
    }

    public WorkState state() {
        return state;
    }

    /** When it has rested, {@link System#nanoTime}. */
    long restsUntil() {
        return step.restsUntil();
    }

    /** True if only the SIM itself shows what must be known of it. */
    public boolean needsAllProperties() {
        return step.needsAllProperties();
    }

    /** True if its next step is ready and was looked up for. */
    boolean isReadyAndRead() {
        return state == WorkState.READY && step.knowsTags();
    }

    /** True if it waits for nothing but to be handed out. */
    boolean isDueAt(long nanoTime) {
        return state == WorkState.READY
                || state == WorkState.TO_BE_READ
                || (state == WorkState.RESTING && nanoTime - restsUntil() >= 0);
    }

    /** It is due: what must come next, an update or a look? */
    void wake() {
        if (state == WorkState.RESTING) {
            move(WorkState.READY);
        }
        if (state == WorkState.READY && mustBeRead()) {
            move(WorkState.TO_BE_READ);
        }
    }

    /** True if it must be looked up before its next step can be sent. */
    boolean mustBeRead() {
        return steps.needsTags() && !step.knowsTags();
    }

    void handOut() {
        move(state == WorkState.TO_BE_READ ? WorkState.READING : whenHandedOutForACall());
    }

    private WorkState whenHandedOutForACall() {
        if (isExact()) {
            return WorkState.TAGGING;
        }
        return step.mayBeApplied() ? WorkState.SENT : WorkState.AWAITS_CALL;
    }

    /** True if the next step is one command that adds or removes tags by calls of its own. */
    public boolean isExact() {
        return steps.isExact();
    }

    /**
     * The next update, as of now. Commands that have expired meanwhile get their result instead.
     *
     * @return null if there is nothing to send: all expired, all as wished already, or a look-up must come first
     */
    @Nullable
    public SimUpdate begin(Instant now) {
        move(step.begin(now));
        return state == WorkState.SENT ? new SimUpdate(sim, step.properties()) : null;
    }

    /** What is left of the calls of the command that stands alone, or null if it is too late, or another's. */
    @Nullable
    public TagCalls beginExact(Instant now) {
        TagCalls calls = step.beginExact(now);
        if (calls == null) {
            move(step.next());
        }
        return calls;
    }

    /** All calls of that command are made; nothing applied: it was so already. */
    public void exactlyDone(Map<String, @Nullable Object> applied, CommandResult.Call call, Instant now) {
        move(step.exactlyDone(applied, call, now));
    }

    /** The API confirmed the update. */
    public void updated(CommandResult.@Nullable Call call, Instant now) {
        move(step.updated(call, now));
    }

    /** The API refused it. */
    public void refused(Refusal refusal, boolean isFinal, CommandResult.@Nullable Call call, Instant now) {
        move(step.refused(refusal, isFinal, call, now));
    }

    /** An answer came that does not say what became of this SIM: it is read back. */
    public void unproven(CommandResult.@Nullable Call call) {
        move(step.unproven(call));
    }

    /** Something broke that nobody foresaw: if it is still handed out for a call, it may have been sent, and is read back. */
    public void broken() {
        if (state.isForACall()) {
            unproven(null);
        }
    }

    /** The SIM as it is. It may be told twice, as a look-up that failed half-way is done again. */
    public void found(SimRow current, Instant now) {
        if (state == WorkState.READING) {
            move(step.found(current, now));
        }
    }

    /** The API does not know the SIM. */
    public void absent(CommandError error, Instant now) {
        if (state == WorkState.READING) {
            move(step.absent(error, now));
        }
    }

    /** The look-up came back without it. */
    public void lookAgain() {
        if (state == WorkState.READING) {
            move(WorkState.TO_BE_READ);
        }
    }

    /**
     * Commands of {@code partitions} are another member's now.
     *
     * @param all those of a call that is under way as well; its answer, if one comes, is still told
     */
    void drop(Set<TopicPartition> partitions, boolean all) {
        boolean isHandedOut = state.isHandedOut();
        if (!isHandedOut || all) {
            steps.drop(partitions);
        }
        if (!isHandedOut && (step.isEmpty() || steps.isEmpty())) {
            move(step.dropped());
        }
    }

    /** True if it is handed out with commands of {@code partitions}. */
    public boolean isHandedOutFor(Set<TopicPartition> partitions) {
        return state.isHandedOut() && steps.concern(partitions);
    }

    /** True while it is handed out for a call and its step was begun, now or before: what becomes of it is worth waiting for. */
    boolean isBegun() {
        return state.isForACall() && step.isTaken();
    }

    /** The one call for it cannot have done anything: it failed, or was refused for all that were in it. It is to be made again. */
    public void notSent() {
        if (state.isForACall()) {
            step.notApplied();
            move(WorkState.CALL_FAILED);
        }
    }

    /** True if a command that is to be sent is too late. */
    public boolean isAnyExpired(Instant now) {
        return step.isAnyExpired(now);
    }

    /** The call was not made, and is due again. */
    public void putBack() {
        if (state.isForACall()) {
            move(WorkState.READY);
        }
    }

    /** True if the command of the call that is to be made is another member's now. */
    public boolean isDropped() {
        return step.isEmpty();
    }

    /** The call failed, or was not made, and there is no other: the commands stay without a result. */
    public void leave() {
        move(WorkState.DONE);
    }

    /** Who sent the commands of the call that is under way, as far as they trace. */
    public List<TraceContext> traces() {
        return step.traces();
    }
}
