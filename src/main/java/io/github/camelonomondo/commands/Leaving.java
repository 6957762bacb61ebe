package io.github.camelonomondo.commands;

/** What of a batch is left to the next start, because the connector is to stop. */
enum Leaving {
    NOTHING,
    /** What no call is under way for. */
    UNSENT,
    /** All that has no result yet. */
    ALL
}
