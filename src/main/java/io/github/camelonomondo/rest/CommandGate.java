package io.github.camelonomondo.rest;

import java.util.Map;

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
     * @param headers of the record: the command as a CloudEvent
     */
    record Taken(String key, Map<String, String> headers) implements Verdict {}

    /**
     * It never will.
     *
     * @param code one of the codes that a rejected command's result has
     * @param detail for a person
     */
    record NotTaken(String code, String detail) implements Verdict {}
}
