package io.github.camelonomondo.changes.scan;

import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.Progress;
import java.util.List;
import java.util.function.Consumer;

/** Tells several of what one hears, one after the other. */
public final class ScanListeners implements ScanListener {

    private final List<ScanListener> listeners;

    public ScanListeners(ScanListener... listeners) {
        this.listeners = List.of(listeners);
    }

    private void each(Consumer<ScanListener> step) {
        listeners.forEach(step);
    }

    @Override
    public void restoring(int sims) {
        each(listener -> listener.restoring(sims));
    }

    @Override
    public void restored(int sims, Progress progress) {
        each(listener -> listener.restored(sims, progress));
    }

    @Override
    public void started(int scan, boolean snapshot) {
        each(listener -> listener.started(scan, snapshot));
    }

    @Override
    public void page(int scan, int pages, int sims) {
        each(listener -> listener.page(scan, pages, sims));
    }

    @Override
    public void published(ChangeSet changes) {
        each(listener -> listener.published(changes));
    }

    @Override
    public void completed(ScanReport report, int known) {
        each(listener -> listener.completed(report, known));
    }

    @Override
    public void aborted(int scan, String reason) {
        each(listener -> listener.aborted(scan, reason));
    }

    @Override
    public void stopped(int scan) {
        each(listener -> listener.stopped(scan));
    }

    @Override
    public void notBegun(String reason) {
        each(listener -> listener.notBegun(reason));
    }

    @Override
    public void failed(Throwable cause) {
        each(listener -> listener.failed(cause));
    }

    @Override
    public void suspect(int scan, int missing, int known) {
        each(listener -> listener.suspect(scan, missing, known));
    }
}
