package io.github.camelonomondo.rest;

/** Says whether the connector will take a command, before it is written to the topic. */
@FunctionalInterface
public interface CommandGate {

    /** Judges one command, given as JSON with its id. */
    Verdict judge(byte[] command);

    /** What it says. */
    sealed interface Verdict {}

    /**
     * It will.
     *
     * @param key of the record: the SIM
     * @param room bytes that the record may have besides key, command and the headers that all commands get; negative if
     *     these are too many
     */
    record Taken(String key, int room) implements Verdict {}

    /**
     * It never will.
     *
     * @param code one of the codes that a rejected command's result has
     * @param detail for a person
     */
    record NotTaken(String code, String detail) implements Verdict {}
}
