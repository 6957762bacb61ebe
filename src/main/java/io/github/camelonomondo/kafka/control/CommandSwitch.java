package io.github.camelonomondo.kafka.control;

/** Stops and starts the consumption of commands in this process. Both may be called when it is so already. */
public interface CommandSwitch {

    void pause();

    void resume();

    /** True while no command is read; at first too, before either was called. */
    boolean isPaused();
}
