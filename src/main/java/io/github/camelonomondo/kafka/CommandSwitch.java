package io.github.camelonomondo.kafka;

/** Stops and starts the consumption of commands in this process. Both may be called when it is so already. */
public interface CommandSwitch {

    void pause();

    void resume();
}
