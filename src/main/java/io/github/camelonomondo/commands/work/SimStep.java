package io.github.camelonomondo.commands.work;

import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.api.TraceContext;
import io.github.camelonomondo.commands.parse.Change;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.parse.ErrorCode;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The step of a SIM that is to be sent next, or is under way: its commands, what is known of the SIM, how often it was tried, and what follows
 * from an answer. Whatever was sent for it gets its results here. Guarded by the lock of the batch.
 */
final class SimStep {

    private final Steps steps;
    private final Attempts attempts;
    private final StepResults results;

    private @Nullable List<Piece> pieces;
    private boolean mayBeApplied;
    private @Nullable Sighting seen;
    private CommandResult.@Nullable Call unprovenBy;
    private @Nullable Failure failure;

    /** What the last call that was answered, and did not do it, said. */
    private record Failure(CommandError error, CommandResult.@Nullable Call call) {}

    /** @param steps of which the first is taken, and removed once it is over */
    SimStep(SimId sim, Steps steps, Rests rests, Consumer<CommandResult> sink) {
        this.steps = steps;
        this.attempts = new Attempts(rests);
        this.results = new StepResults(sim, attempts, sink);
    }

    /** Takes the first of the steps, if any. What was known and done for others is over: those are another member's now. */
    private void take() {
        List<Piece> first = steps.first();
        if (pieces != null && pieces != first) {
            clear();
        }
        pieces = first;
    }

    private void clear() {
        pieces = null;
        seen = null;
        mayBeApplied = false;
        unprovenBy = null;
        failure = null;
        results.clear();
        attempts.begin();
    }

    boolean isTaken() {
        return pieces != null;
    }

    /** True if commands were taken and all of them have their results, or are another member's, by now. */
    boolean isEmpty() {
        return pieces != null && pieces.isEmpty();
    }

    /** True if a call was made whose end nobody knows. */
    boolean mayBeApplied() {
        return mayBeApplied;
    }

    /** No call changed the SIM. */
    void notApplied() {
        mayBeApplied = false;
    }

    /** What is sent, under the API's names. */
    Map<String, @Nullable Object> properties() {
        return results.properties();
    }

    /** When it has rested, {@link System#nanoTime}. */
    long restsUntil() {
        return attempts.restUntil();
    }

    boolean isAnyExpired(Instant now) {
        return pieces != null
                && pieces.stream().anyMatch(piece -> piece.command().isExpired(now));
    }

    boolean knowsTags() {
        return seen != null;
    }

    private boolean knowsTags(Instant now) {
        if (seen != null && seen.isTooOld(now)) {
            seen = null;
        }
        return seen != null;
    }

    /** True if only the SIM itself shows what must be known of it: a list row has no data limit. */
    boolean needsAllProperties() {
        return properties().keySet().stream().anyMatch(SimStep::isUnlisted);
    }

    private static boolean isUnlisted(String name) {
        SimProperty property = SimProperty.named(name);
        return property != null && !property.isListed();
    }

    /** Who sent its commands, as far as they trace. */
    List<TraceContext> traces() {
        return pieces == null
                ? List.of()
                : pieces.stream()
                        .map(piece -> piece.command().record().trace())
                        .flatMap(Stream::ofNullable)
                        .toList();
    }

    // What follows

    /** Its call is made now, for what is not too late. What turns out to be over is, and the step behind it is taken. */
    WorkState begin(Instant now) {
        for (take(); pieces != null; take()) {
            if (mayBeApplied && isAnyExpired(now)) {
                return WorkState.TO_BE_READ;
            }
            if (failTooLate(now)) {
                continue;
            }
            results.expire(pieces, now);
            if (!pieces.isEmpty()) {
                if (steps.isExact() || (steps.needsTags() && !knowsTags(now))) {
                    return WorkState.READY;
                }
                results.coalesce(pieces, seen == null ? null : seen.row().tagIds());
                if (!properties().isEmpty()) {
                    mayBeApplied = true;
                    attempts.sent();
                    steps.close();
                    return WorkState.SENT;
                }
                results.succeed(null, now);
            }
            over();
        }
        return WorkState.DONE;
    }

    /** What is left of the calls of its one command, or null if it is over. */
    @Nullable
    TagCalls beginExact(Instant now) {
        take();
        if (pieces == null || !steps.isExact()) {
            clear(); // another member has it; what waits behind it is still to be sent
            return null;
        }
        Change change = pieces.get(0).change();
        if (!results.isBegunExactly()) {
            if (failTooLate(now)) {
                return null;
            }
            results.expire(pieces, now);
        }
        if (pieces.isEmpty()) {
            over();
            return null;
        }
        results.coalesce(pieces, Set.of());
        return results.tagCalls(change);
    }

    WorkState exactlyDone(Map<String, @Nullable Object> applied, CommandResult.Call call, Instant now) {
        attempts.answered();
        if (pieces != null) {
            results.exactly(pieces, applied, call, now);
        }
        return over();
    }

    WorkState updated(CommandResult.@Nullable Call call, Instant now) {
        attempts.answered();
        return succeed(call, now);
    }

    WorkState refused(Refusal refusal, boolean isFinal, CommandResult.@Nullable Call call, Instant now) {
        attempts.answered();
        attempts.failed();
        mayBeApplied = false;
        if (!isFinal && attempts.isOneLeft()) {
            failure = new Failure(CommandError.of(ErrorCode.ATTEMPTS_EXHAUSTED, refusal), call);
            return rest();
        }
        ErrorCode code = isFinal ? ErrorCode.ofFinal(refusal) : ErrorCode.ATTEMPTS_EXHAUSTED;
        return failTheGuilty(CommandError.of(code, refusal), call, now);
    }

    WorkState unproven(CommandResult.@Nullable Call call) {
        attempts.answered();
        attempts.failed();
        unprovenBy = call;
        mayBeApplied = true;
        return WorkState.TO_BE_READ;
    }

    /** The SIM as it is. An answer that does not say which tags it has is no answer about them. */
    WorkState found(SimRow current, Instant now) {
        seen = current.hasTags() ? new Sighting(current, now) : null;
        if (mayBeApplied) {
            return results.isShownBy(current) ? succeed(unprovenBy, now) : notDone(now);
        }
        return seen == null && steps.needsTags() ? tagless(now) : next();
    }

    /** Read back, and not as wished. */
    private WorkState notDone(Instant now) {
        mayBeApplied = false;
        var error = CommandError.of(ErrorCode.UNPROVEN, "no answer said that it was done, and it was not");
        if (!attempts.isOneLeft()) {
            return failTheGuilty(error, unprovenBy, now); // one of several may be why no answer comes
        }
        if (attempts.isFailing()) {
            failure = new Failure(error, unprovenBy);
        }
        return rest();
    }

    /** Read, and the answer does not say which tags it has: to send a list would remove them. */
    private WorkState tagless(Instant now) {
        attempts.answered();
        attempts.failed();
        return attempts.isOneLeft()
                ? rest()
                : failUnsent(CommandError.of(ErrorCode.UNPROVEN, "no answer said which tags the SIM has"), now);
    }

    WorkState absent(CommandError error, Instant now) {
        return mayBeApplied ? fail(error, null, now) : failUnsent(error, now);
    }

    /** Nothing of the step was sent, as the SIM cannot be read. What needs not be known of it for is sent all the same, if there is such a SIM. */
    private WorkState failUnsent(CommandError error, Instant now) {
        take();
        if (pieces != null) {
            results.coalesce(pieces, Set.of());
            if (steps.needsTags() && error.code() != ErrorCode.SIM_NOT_FOUND) {
                return separate(results.fail(pieces, piece -> piece.change().composesTags(), error, null, now));
            }
        }
        return fail(error, null, now);
    }

    /** True if a command that was sent, and not done, is too late to be sent again: it fails, with what the last answer said. */
    private boolean failTooLate(Instant now) {
        Failure last = failure;
        if (last == null || !results.isAnyExpired(now)) {
            return false;
        }
        CommandError error = last.error.and("it expired before it could be tried again");
        separate(results.fail(pieces, piece -> piece.command().isExpired(now), error, last.call, now));
        return true;
    }

    /** Of several commands each goes alone, so that only the guilty one fails; what is too late for that fails now. */
    private WorkState failTheGuilty(CommandError error, CommandResult.@Nullable Call call, Instant now) {
        if (!results.isShared()) {
            return fail(error, call, now);
        }
        failure = new Failure(error, call);
        return failTooLate(now) ? next() : separate(results.separated(pieces, now));
    }

    private WorkState succeed(CommandResult.@Nullable Call call, Instant now) {
        results.succeed(call, now);
        return over();
    }

    private WorkState fail(CommandError error, CommandResult.@Nullable Call call, Instant now) {
        results.fail(pieces, error, call, now);
        return over();
    }

    private WorkState rest() {
        attempts.rest();
        return WorkState.RESTING;
    }

    /** These go one by one. */
    private WorkState separate(List<Piece> alone) {
        steps.separate(pieces, alone);
        clear();
        return next();
    }

    private WorkState over() {
        steps.remove(pieces);
        clear();
        return next();
    }

    /** Its commands are another member's: nothing is known or done for the step behind it. */
    WorkState dropped() {
        clear();
        return next();
    }

    WorkState next() {
        return steps.isEmpty() ? WorkState.DONE : WorkState.READY;
    }
}
