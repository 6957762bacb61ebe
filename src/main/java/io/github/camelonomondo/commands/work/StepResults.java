package io.github.camelonomondo.commands.work;

import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.result.CommandResult.Status;
import io.github.camelonomondo.sim.SimId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives the commands of a step their results. */
record StepResults(SimId sim, Consumer<CommandResult> sink) {

    /** Answers, and removes, those that are too late. */
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
    void succeed(Coalesced coalesced, int attempts, CommandResult.@Nullable Call call, Instant now) {
        superseded(coalesced, now);
        for (Coalesced.Share share : coalesced.shares()) {
            Status status = share.applied().isEmpty() ? Status.NOOP : Status.SUCCEEDED;
            sink.accept(result(share.piece().command(), status, now)
                    .applying(share.applied())
                    .after(attempts, call));
        }
    }

    /** @param done what was applied before it failed */
    void fail(
            Coalesced coalesced,
            CommandError error,
            Map<String, @Nullable Object> done,
            int attempts,
            CommandResult.@Nullable Call call,
            Instant now) {
        superseded(coalesced, now);
        for (Coalesced.Share share : coalesced.shares()) {
            sink.accept(result(share.piece().command(), Status.FAILED, now)
                    .because(error)
                    .applying(done)
                    .after(attempts, call));
        }
    }

    void superseded(Coalesced coalesced, Instant now) {
        for (Coalesced.Superseded superseded : coalesced.superseded()) {
            sink.accept(result(superseded.command(), Status.SUPERSEDED, now).by(superseded.by()));
        }
    }

    /** The one command of the step was applied by calls of its own. */
    void exactly(
            List<Piece> step,
            Map<String, @Nullable Object> applied,
            int attempts,
            CommandResult.Call call,
            Instant now) {
        Status status = applied.isEmpty() ? Status.NOOP : Status.SUCCEEDED;
        for (Piece piece : step) {
            sink.accept(result(piece.command(), status, now).applying(applied).after(attempts, call));
        }
    }

    private CommandResult result(Command command, Status status, Instant now) {
        return CommandResult.of(command, sim.value(), status, now);
    }
}
