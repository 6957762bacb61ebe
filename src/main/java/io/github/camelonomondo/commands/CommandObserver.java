package io.github.camelonomondo.commands;

/** Hears of commands, for metrics. Called on working threads; must not block or throw. */
public interface CommandObserver {

    /** A record was read. */
    void received();

    /** A command is answered: its result is on Kafka. */
    void answered(String status);

    /** A bulk call was answered. */
    void bulk(int sims);
}
