package io.github.camelonomondo.boot;

import io.github.camelonomondo.kafka.control.CommandSwitch;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Whether commands are read: not before the orders that were there at the start are known, and none from the moment on at which the
 * connector is asked to stop, long before Camel is. Safe to share between threads.
 */
final class PausableCommands implements CommandSwitch, ApplicationListener<ContextClosedEvent> {

    private volatile State state = State.NOT_KNOWN;
    private volatile boolean ending;

    private enum State {
        NOT_KNOWN,
        PAUSED,
        OPEN
    }

    @Override
    public void pause() {
        state = State.PAUSED;
    }

    @Override
    public void resume() {
        state = State.OPEN;
    }

    @Override
    public boolean isPaused() {
        return state != State.OPEN;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent stop) {
        ending = true;
    }

    /** True while no command is to be read. */
    boolean areHeld() {
        return ending || isPaused();
    }

    /** True if they are paused by order. */
    boolean arePaused() {
        return state == State.PAUSED;
    }

    /** True once it is known what was ordered before the start. */
    boolean isKnown() {
        return state != State.NOT_KNOWN;
    }
}
