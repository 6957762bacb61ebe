package io.github.camelonomondo.commands.parse;

import org.jspecify.annotations.Nullable;

/** What a record turned out to be. */
public sealed interface Parsed {

    /** A command. */
    record Accepted(Command command) implements Parsed {}

    /**
     * Can never be applied.
     *
     * @param id its own if it could be read, else the place of its record
     * @param type as given, or null
     * @param sim as given, or null
     */
    record Rejected(
            String id, @Nullable String type, @Nullable String sim, CommandError error) implements Parsed {}
}
