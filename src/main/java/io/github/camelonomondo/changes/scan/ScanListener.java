package io.github.camelonomondo.changes.scan;

import io.github.camelonomondo.changes.ChangeSet;
import io.github.camelonomondo.changes.Progress;

/** Hears how the scans go, on their thread but for {@link #stopped}. */
public interface ScanListener {

    /** The state is being read: {@code sims} so far. */
    default void restoring(int sims) {}

    /** The state is read; scans can begin. */
    default void restored(int sims, Progress progress) {}

    /** A scan begins. */
    default void started(int scan, boolean snapshot) {}

    /** A page was compared, and what it changed is safe. */
    default void page(int scan, int pages, int sims) {}

    /** {@code changes} are published and taken into the state. */
    default void published(ChangeSet changes) {}

    /** A scan saw the whole fleet; {@code known} SIMs are in the state now. */
    default void completed(ScanReport report, int known) {}

    /** A scan ended early. What it published stands, removals among it. */
    default void aborted(int scan, String reason) {}

    /**
     * A scan ended early because all are to stop, which is no failure. What it published stands, removals among it. May
     * come on the thread that stops them: must not wait.
     */
    default void stopped(int scan) {}

    /** None can begin for now; another attempt follows. */
    default void notBegun(String reason) {}

    /**
     * Why a scan ended early or could not begin, after {@link #aborted} or {@link #notBegun}. What the API threw, if it was
     * that, is the cause of {@code cause}. Not for what the route threw, nor if it was interrupted. May take as long as the
     * route may.
     */
    default void failed(Throwable cause) {}

    /** A complete scan missed {@code missing} of {@code known} SIMs: too many to be believed. Removals wait. */
    default void suspect(int scan, int missing, int known) {}
}
