package io.github.camelonomondo.changes;

/** Keeps nothing but what the state itself holds: after a restart the next scan is a first one. */
public final class MemoryStateRepository implements StateRepository {

    private Progress progress = Progress.NONE;

    @Override
    public Progress restore(FleetState state) {
        return progress;
    }

    @Override
    public void completed(Progress progress) {
        this.progress = progress;
    }
}
