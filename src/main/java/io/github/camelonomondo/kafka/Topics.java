package io.github.camelonomondo.kafka;

/**
 * The names of all topics.
 *
 * @param prefix put before each, may be empty
 */
public record Topics(String prefix) {

    /** How to call what a group has once for these topics: its transactional ids. They begin with the group's name. */
    public String ownedBy(String group) {
        return prefix.isEmpty() ? group : group + "/" + prefix;
    }

    /** Commands in. */
    public String commands() {
        return prefix + "onomondo.sim.commands";
    }

    /** One result per command. */
    public String commandResults() {
        return prefix + "onomondo.sim.command-results";
    }

    /** Commands that can never be applied, with their original bytes and headers. */
    public String deadLetters() {
        return prefix + "onomondo.sim.commands.dlq";
    }

    /** Changes of SIMs. */
    public String events() {
        return prefix + "onomondo.sim.events";
    }

    /** Compacted: the last known state of each SIM. */
    public String state() {
        return prefix + "onomondo.sim.state";
    }

    /** Compacted: how far the scans came. */
    public String checkpoint() {
        return prefix + "onomondo.connector.checkpoint";
    }

    /** What the connector has to say of itself. */
    public String notifications() {
        return prefix + "onomondo.connector.notifications";
    }

    /** Orders to the connector. */
    public String control() {
        return prefix + "onomondo.connector.control";
    }
}
