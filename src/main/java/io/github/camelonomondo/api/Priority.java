package io.github.camelonomondo.api;

/** Who waits for the budget; see {@link CallBudget} for what each gets. */
public enum Priority {
    /** Somebody waits for the answer: the next call is theirs. */
    REST,
    /** A scan: one of five calls while commands wait as well. */
    SCAN,
    /** Commands: what the others leave. */
    COMMANDS
}
