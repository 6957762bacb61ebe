package io.github.camelonomondo.changes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the scans came.
 *
 * @param scan number of the last one that left a trace; 0 before the first
 * @param snapshotDone true once a scan saw the whole fleet
 * @param startedAt when the last complete scan began that was not suspect; null if that is not known
 */
public record Progress(
        int scan, boolean snapshotDone, @Nullable Instant startedAt) {

    /** Before the first scan. */
    public static final Progress NONE = new Progress(0, false, null);
}
