package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.api.TraceContext;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.time.Duration;
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
 * every command in it. Guarded by the lock of its {@link CommandBatch}.
 */
final class SimWork {

    /** Where the work stands. */
    enum State {
        /** The next step may be sent. */
        READY,
        /** The SIM must be looked up first. */
        NEEDS_ROW,
        /** Handed out: a look-up is under way. */
        LOOKED_UP,
        /** Handed out: a call is under way. */
        UNDER_WAY,
        /** To be sent again after a while. */
        RESTING,
        /** Every command has its result. */
        DONE
    }

    private static final Duration FRESH = Duration.ofMinutes(1);

    private final SimId sim;
    private final StepResults results;
    private final Steps steps;
    private final Attempts attempts;
    private final Consumer<SimWork> moved;

    private State state = State.READY;
    private @Nullable SimRow row;
    private Instant readAt = Instant.MIN;
    private @Nullable List<Piece> step;
    private @Nullable Coalesced sent;
    private boolean mayBeApplied;
    private CommandResult.@Nullable Call unprovenBy;

    /**
     * Work that is ready, once a command is added.
     *
     * @param exact true if tags are added and removed by calls of their own instead of in bulk
     * @param moved is told whenever it stands elsewhere than before
     */
    SimWork(SimId sim, RetryRule retry, boolean exact, Consumer<CommandResult> results, Consumer<SimWork> moved) {
        this.sim = sim;
        this.attempts = new Attempts(retry);
        this.results = new StepResults(sim, results);
        this.steps = new Steps(exact);
        this.moved = moved;
    }

    private void move(State to) {
        state = to;
        moved.accept(this);
    }

    /** Adds a command behind those that wait. */
    void add(Piece piece) {
        steps.add(piece);
    }

    SimId sim() {
        return sim;
    }

    State state() {
        return state;
    }

    /** When it has rested, {@link System#nanoTime}. */
    long restsUntil() {
        return attempts.restUntil();
    }

    /** True if only the SIM itself shows what must be known of it: a list row has no data limit. */
    boolean needsAllProperties() {
        return sent != null
                && (sent.properties().containsKey("data_limit")
                        || sent.properties().containsKey("technologies"));
    }

    /** True if it waits for nothing but to be handed out. */
    boolean isDueAt(long nanoTime) {
        return state == State.READY
                || state == State.NEEDS_ROW
                || (state == State.RESTING && nanoTime - restsUntil() >= 0);
    }

    /** It is due: what must come next, an update or a look? */
    void wake() {
        if (state == State.RESTING) {
            move(mayBeApplied ? State.NEEDS_ROW : State.READY);
        }
        if (state == State.READY && steps.needsTags() && row == null) {
            move(State.NEEDS_ROW);
        }
    }

    void handOut() {
        move(state == State.NEEDS_ROW ? State.LOOKED_UP : State.UNDER_WAY);
    }

    /** True if the next step is one command that adds or removes tags by calls of its own. */
    boolean isExact() {
        return steps.isExact();
    }

    /**
     * The next update, as of now. Commands that have expired meanwhile are answered instead.
     *
     * @return null if there is nothing to send: all expired, all as wished already, or a look-up must come first
     */
    @Nullable
    SimUpdate begin(Instant now) {
        for (step = steps.first(); step != null; step = steps.first()) {
            if (mayBeApplied && step.stream().anyMatch(piece -> piece.command().isExpired(now))) {
                move(State.NEEDS_ROW);
                return null;
            }
            results.expire(step, now);
            if (!step.isEmpty()) {
                if (steps.isExact() || (steps.needsTags() && !knowsTags(now))) {
                    move(State.READY);
                    return null;
                }
                Coalesced coalesced = Coalesced.of(step, row == null ? null : row.tagIds());
                sent = coalesced;
                if (!coalesced.properties().isEmpty()) {
                    mayBeApplied = true;
                    move(State.UNDER_WAY);
                    return new SimUpdate(sim, coalesced.properties());
                }
                results.succeed(coalesced, attempts.count(), null, now);
            }
            next();
        }
        move(State.DONE);
        return null;
    }

    /** What was read before an outage is not what the tags are after it. */
    private boolean knowsTags(Instant now) {
        if (row != null && now.isAfter(readAt.plus(FRESH))) {
            row = null;
        }
        return row != null;
    }

    /** The change of the command that is to be made by calls of its own, or null if it is too late, or another's. */
    @Nullable
    Change beginExact(Instant now) {
        step = steps.first();
        if (step == null || !steps.isExact()) {
            next();
            return null;
        }
        Change change = step.get(0).change();
        results.expire(step, now);
        if (step.isEmpty()) {
            next();
            return null;
        }
        sent = Coalesced.of(step, Set.of());
        return change;
    }

    /** All calls of that command are made; nothing applied: it was so already. */
    void exactlyDone(Map<String, @Nullable Object> applied, CommandResult.Call call, Instant now) {
        attempts.answered();
        if (step != null) {
            results.exactly(step, applied, attempts.count(), call, now);
        }
        next();
    }

    /** The API confirmed the update. */
    void updated(CommandResult.@Nullable Call call, Instant now) {
        attempts.answered();
        if (sent != null) {
            results.succeed(sent, attempts.count(), call, now);
        }
        next();
    }

    /** The API refused it. */
    void refused(Refusal refusal, boolean isFinal, CommandResult.@Nullable Call call, Instant now) {
        attempts.answered();
        mayBeApplied = false;
        attempts.failed();
        if (!isFinal && attempts.isOneLeft()) {
            rest();
        } else if (sent != null && sent.shares().size() > 1) {
            separate(sent, now);
        } else {
            ErrorCode code = isFinal ? ErrorCode.REFUSED : ErrorCode.ATTEMPTS_EXHAUSTED;
            fail(CommandError.of(code, refusal), call, now);
        }
    }

    /** An answer came that does not say what became of this SIM: it is read back. */
    void unproven(CommandResult.@Nullable Call call, Instant now) {
        attempts.answered();
        unprovenBy = call;
        attempts.failed();
        mayBeApplied = true;
        move(State.NEEDS_ROW);
    }

    /** The SIM as it is. */
    void found(SimRow current, Instant now) {
        if (state != State.LOOKED_UP) {
            return; // told twice: a look-up that failed half-way was done again
        }
        row = current.hasTags() ? current : null;
        readAt = now;
        if (mayBeApplied && sent != null && current.shows(sent.properties())) {
            results.succeed(sent, attempts.count(), unprovenBy, now);
            next();
        } else if (mayBeApplied) {
            notDone(now);
        } else if (row == null && steps.needsTags()) {
            tagless(now);
        } else {
            move(steps.isEmpty() ? State.DONE : State.READY);
        }
    }

    /** Read back, and not as wished. */
    private void notDone(Instant now) {
        mayBeApplied = false;
        if (!attempts.isOneLeft()) {
            fail(
                    CommandError.of(ErrorCode.UNPROVEN, "no answer said that it was done, and it was not"),
                    unprovenBy,
                    now);
        } else {
            rest();
        }
    }

    /** Read, and the answer does not say which tags it has: to send a list would remove them. */
    private void tagless(Instant now) {
        attempts.answered();
        attempts.failed();
        if (attempts.isOneLeft()) {
            rest();
            return;
        }
        step = steps.first();
        sent = step == null ? null : Coalesced.of(step, Set.of());
        fail(CommandError.of(ErrorCode.UNPROVEN, "no answer said which tags the SIM has"), null, now);
    }

    /** The API does not know the SIM. */
    void absent(CommandError error, Instant now) {
        if (state != State.LOOKED_UP) {
            return;
        }
        step = steps.first();
        if (sent == null && step != null) {
            sent = Coalesced.of(step, Set.of());
        }
        fail(error, null, now);
    }

    /** The look-up came back without it. */
    void lookAgain() {
        if (state == State.LOOKED_UP) {
            move(State.NEEDS_ROW);
        }
    }

    /**
     * Commands of {@code partitions} are another member's now.
     *
     * @param all those of a call that is under way as well; its answer, if one comes, is still told
     */
    void drop(Set<TopicPartition> partitions, boolean all) {
        if (!isHandedOut() || all) {
            steps.drop(partitions);
        }
        if (!isHandedOut() && steps.isEmpty()) {
            move(State.DONE);
        }
    }

    boolean isUnderWayFor(Set<TopicPartition> partitions) {
        return isHandedOut() && steps.concern(partitions);
    }

    /** True while a call may change the SIM; its answer is worth waiting for. */
    boolean isSent() {
        return state == State.UNDER_WAY && step != null;
    }

    /** The call was not made, and is due again. */
    void putBack() {
        if (state == State.UNDER_WAY) {
            move(State.READY);
        }
    }

    /** True if the command of the call that is to be made is another member's now. */
    boolean isDropped() {
        return step != null && step.isEmpty();
    }

    /** The call failed, or was not made, and there is no other: the commands stay without a result. */
    void leave() {
        move(State.DONE);
    }

    private boolean isHandedOut() {
        return state == State.UNDER_WAY || state == State.LOOKED_UP;
    }

    private void fail(CommandError error, CommandResult.@Nullable Call call, Instant now) {
        if (sent != null) {
            results.fail(sent, error, attempts.count(), call, now);
        }
        next();
    }

    /** Who sent the commands of the call that is under way, as far as they trace. */
    List<TraceContext> traces() {
        List<Piece> pieces = step;
        return pieces == null
                ? List.of()
                : pieces.stream()
                        .map(piece -> piece.command().record().trace())
                        .flatMap(Stream::ofNullable)
                        .toList();
    }

    /** Several commands share what was refused: they go one by one, so that only the guilty one fails. */
    private void separate(Coalesced shared, Instant now) {
        results.superseded(shared, now);
        steps.separate(
                step, shared.shares().stream().map(Coalesced.Share::piece).toList());
        begun();
    }

    private void next() {
        steps.remove(step);
        begun();
    }

    private void begun() {
        step = null;
        sent = null;
        row = null;
        mayBeApplied = false;
        unprovenBy = null;
        attempts.begin();
        move(steps.isEmpty() ? State.DONE : State.READY);
    }

    private void rest() {
        attempts.rest();
        move(State.RESTING);
    }
}
