package io.github.camelonomondo.commands.result;

import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.parse.Parsed;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a command gets.
 *
 * @param record of the command
 * @param id of the command
 * @param type as given, or null
 * @param sim the SIM id if it is known, else what was given, else null
 * @param status how it ended
 * @param applied what it set, under the API's names; empty unless SUCCEEDED, or FAILED half-way
 * @param attempts calls that were answered and held it
 * @param completedAt when it was settled
 * @param call the call that settled it, or null
 * @param error why not, or null
 * @param supersededBy id of the last command that overrode it, or null
 */
public record CommandResult(
        CommandRecord record,
        String id,
        @Nullable String type,
        @Nullable String sim,
        Status status,
        Map<String, @Nullable Object> applied,
        int attempts,
        Instant completedAt,
        @Nullable Call call,
        @Nullable CommandError error,
        @Nullable String supersededBy) {

    /** How a command can end. */
    public enum Status {
        SUCCEEDED,
        NOOP,
        SUPERSEDED,
        FAILED,
        REJECTED,
        EXPIRED;

        /** True if it goes to the dead letters as well. */
        public boolean isDead() {
            return this == FAILED || this == REJECTED;
        }
    }

    /** The call that settled a command. */
    public record Call(String id, int size, int status) {
        /** A call for one SIM alone. */
        public static Call single(int status) {
            return new Call(UUID.randomUUID().toString(), 1, status);
        }

        public static Call of(BulkAnswer answer) {
            return new Call(answer.callId(), answer.size(), answer.status());
        }
    }

    public static CommandResult rejected(CommandRecord record, Parsed.Rejected rejected, Instant now) {
        return new CommandResult(
                record,
                rejected.id(),
                rejected.type(),
                rejected.sim(),
                Status.REJECTED,
                Map.of(),
                0,
                now,
                null,
                rejected.error(),
                null);
    }

    public static CommandResult of(Command command, String sim, Status status, Instant now) {
        return new CommandResult(
                command.record(),
                command.id(),
                command.type().wireName(),
                sim,
                status,
                Map.of(),
                0,
                now,
                null,
                null,
                null);
    }

    public CommandResult applying(Map<String, @Nullable Object> values) {
        return new CommandResult(
                record, id, type, sim, status, values, attempts, completedAt, call, error, supersededBy);
    }

    public CommandResult after(int calls, @Nullable Call last) {
        return new CommandResult(record, id, type, sim, status, applied, calls, completedAt, last, error, supersededBy);
    }

    public CommandResult because(CommandError why) {
        return new CommandResult(
                record, id, type, sim, status, applied, attempts, completedAt, call, why, supersededBy);
    }

    public CommandResult by(Command last) {
        return new CommandResult(record, id, type, sim, status, applied, attempts, completedAt, call, error, last.id());
    }
}
