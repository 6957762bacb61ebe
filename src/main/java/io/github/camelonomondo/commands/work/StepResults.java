package io.github.camelonomondo.commands.work;

import io.github.camelonomondo.commands.parse.Change;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.result.CommandResult.Status;
import io.github.camelonomondo.sim.SimId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was sent for the commands of a step, or comes to it, and their results. Guarded by the lock of the batch. */
final class StepResults {

    private final SimId sim;
    private final Attempts attempts;
    private final Consumer<CommandResult> sink;

    private @Nullable Coalesced sent;
    private @Nullable TagCalls tagCalls;

    StepResults(SimId sim, Attempts attempts, Consumer<CommandResult> sink) {
        this.sim = sim;
        this.attempts = attempts;
        this.sink = sink;
    }

    /** Another step: nothing was sent. */
    void clear() {
        sent = null;
        tagCalls = null;
    }

    /**
     * One update of all commands of {@code step}.
     *
     * @param tags of the SIM, or null if none of them composes tags
     */
    void coalesce(List<Piece> step, @Nullable Set<String> tags) {
        sent = Coalesced.of(step, tags);
    }

    /** What is sent, under the API's names; empty if all is as wished already. */
    Map<String, @Nullable Object> properties() {
        return sent == null ? Map.of() : sent.properties();
    }

    /** True if several commands share it. */
    boolean isShared() {
        return sent != null && sent.shares().size() > 1;
    }

    /** True if a command of it is too late. */
    boolean isAnyExpired(Instant now) {
        return sent != null && sent.isAnyExpired(now);
    }

    /** True if the SIM shows that it was done. */
    boolean isShownBy(SimRow current) {
        return sent != null && current.shows(sent.properties());
    }

    /** The calls that the one command of the step makes, as far as they are made. */
    TagCalls tagCalls(Change change) {
        TagCalls calls = tagCalls == null ? new TagCalls(change) : tagCalls;
        tagCalls = calls;
        return calls;
    }

    /** True if such a call changed something, or may have. */
    boolean isBegunExactly() {
        return tagCalls != null && tagCalls.isBegun();
    }

    /** Gives those that are too late their result, and removes them. */
    void expire(List<Piece> step, Instant now) {
        step.removeIf(piece -> {
            boolean expired = piece.command().isExpired(now);
            if (expired) {
                sink.accept(result(piece.command(), Status.EXPIRED, now));
            }
            return expired;
        });
    }

    /** All of it is as wished now; what made no difference was so already. */
    void succeed(CommandResult.@Nullable Call call, Instant now) {
        if (sent == null) {
            return;
        }
        superseded(sent, now);
        for (Coalesced.Share share : sent.shares()) {
            Status status = share.applied().isEmpty() ? Status.NOOP : Status.SUCCEEDED;
            sink.accept(result(share.piece().command(), status, now)
                    .applying(share.applied())
                    .after(attempts.count(), call));
        }
    }

    /** Fails those of {@code step}; what calls of their own did before is told. */
    void fail(@Nullable List<Piece> step, CommandError error, CommandResult.@Nullable Call call, Instant now) {
        Coalesced ours = sentFor(step);
        if (ours != null) {
            fail(ours, error, call, now);
        }
    }

    /** Fails some of {@code step}. What remains, and is returned, goes on without them; nothing superseded is revived. */
    List<Piece> fail(
            @Nullable List<Piece> step,
            Predicate<Piece> which,
            CommandError error,
            CommandResult.@Nullable Call call,
            Instant now) {
        Coalesced ours = sentFor(step);
        if (ours == null) {
            return List.of();
        }
        fail(ours.only(which), error, call, now);
        return ours.only(which.negate()).pieces();
    }

    /** Several commands of {@code step} share what was refused; those of which nothing is left get their result. */
    List<Piece> separated(@Nullable List<Piece> step, Instant now) {
        Coalesced ours = sentFor(step);
        if (ours == null) {
            return List.of();
        }
        superseded(ours, now);
        return ours.pieces();
    }

    /** The one command of {@code step} was applied by calls of its own. */
    void exactly(List<Piece> step, Map<String, @Nullable Object> applied, CommandResult.Call call, Instant now) {
        Status status = applied.isEmpty() ? Status.NOOP : Status.SUCCEEDED;
        for (Piece piece : step) {
            sink.accept(result(piece.command(), status, now).applying(applied).after(attempts.count(), call));
        }
    }

    /** What was sent for commands that are not another member's by now. That their call was refused says nothing of its own. */
    private @Nullable Coalesced sentFor(@Nullable List<Piece> step) {
        return sent == null || step == null ? null : sent.among(step);
    }

    private void fail(Coalesced coalesced, CommandError error, CommandResult.@Nullable Call call, Instant now) {
        superseded(coalesced, now);
        // Calls of its own can fail half-way; an update does all or nothing.
        Map<String, @Nullable Object> done = tagCalls == null ? Map.of() : tagCalls.applied();
        for (Coalesced.Share share : coalesced.shares()) {
            sink.accept(result(share.piece().command(), Status.FAILED, now)
                    .because(error)
                    .applying(done)
                    .after(attempts.count(), call));
        }
    }

    private void superseded(Coalesced coalesced, Instant now) {
        for (Coalesced.Superseded superseded : coalesced.superseded()) {
            sink.accept(result(superseded.command(), Status.SUPERSEDED, now).by(superseded.by()));
        }
    }

    private CommandResult result(Command command, Status status, Instant now) {
        return CommandResult.of(command, sim.value(), status, now);
    }
}
