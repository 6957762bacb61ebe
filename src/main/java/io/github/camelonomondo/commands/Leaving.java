package io.github.camelonomondo.commands;

/** What of a batch is left to the next start, because the connector is to stop; each is more than those before. */
enum Leaving {
    NOTHING,
    /** What no call is under way for. */
    UNSENT,
    /** All that has no result yet. */
    ALL,
    /** All, and to the next batch: what its calls bring is told by those that repeat them. */
    ABANDONED;

    Leaving orMore(Leaving other) {
        return compareTo(other) < 0 ? other : this;
    }
}
