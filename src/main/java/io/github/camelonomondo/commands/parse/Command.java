package io.github.camelonomondo.commands.parse;

import io.github.camelonomondo.sim.SimReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A valid command.
 *
 * @param id its own, or the place of its record
 * @param type what it asks for
 * @param sim whom
 * @param change what to set
 * @param expires not sent after this instant; null for never
 * @param barrier true if nothing is coalesced across it
 * @param record where it came from
 */
public record Command(
        String id,
        CommandType type,
        SimReference sim,
        Change change,
        @Nullable Instant expires,
        boolean barrier,
        CommandRecord record) {

    public boolean isExpired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }
}
