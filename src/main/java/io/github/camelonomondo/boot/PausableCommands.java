package io.github.camelonomondo.boot;

import io.github.camelonomondo.kafka.CommandSwitch;

/** Whether commands are read: not before the orders that were there at the start are known. Safe to share between threads. */
final class PausableCommands implements CommandSwitch {

    private volatile State state = State.NOT_KNOWN;

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

    /** True once it is known what was ordered before the start. */
    boolean isKnown() {
        return state != State.NOT_KNOWN;
    }
}
