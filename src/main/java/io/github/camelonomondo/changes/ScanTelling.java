package io.github.camelonomondo.changes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how scans begin and end: to the listener, and in the log if they end early. Not thread-safe. */
final class ScanTelling {

    private static final Logger LOG = LoggerFactory.getLogger(ScanTelling.class);

    private final ScanListener listener;

    /** A scan was started, and its end is not told. */
    private boolean scanning;

    ScanTelling(ScanListener listener) {
        this.listener = listener;
    }

    void started(int scan, boolean snapshot) {
        scanning = true;
        listener.started(scan, snapshot);
    }

    void completed(ScanReport report, int known) {
        scanning = false;
        listener.completed(report, known);
    }

    /** The scan under way ended, or none could begin. */
    void endedEarly(int scan, String reason) {
        LOG.atWarn()
                .addKeyValue("scan", scan)
                .addKeyValue("reason", reason)
                .log(scanning ? "scan ended early" : "no scan can begin");
        tellEnd(scan, reason);
    }

    /** The same, and nobody knows what became of its changes. */
    void failed(int scan, Throwable cause) {
        LOG.atWarn()
                .addKeyValue("scan", scan)
                .setCause(LOG.isDebugEnabled() ? cause : null)
                .log("changes could not be made safe, will restore the state and go on: {}", cause.toString());
        tellEnd(scan, cause instanceof Error ? cause.toString() : String.valueOf(cause.getMessage()));
    }

    private void tellEnd(int scan, String reason) {
        boolean begun = scanning;
        scanning = false;
        if (begun) {
            listener.aborted(scan, reason);
        } else {
            listener.notBegun(reason);
        }
    }

    /** Never throws. */
    static void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            sayIfPossible(e);
        }
    }

    private static void sayIfPossible(Throwable cause) {
        try {
            LOG.atWarn()
                    .log(
                            "a failed scan could not be told or its writer not be closed, will go on: {}",
                            cause.toString());
        } catch (RuntimeException | Error e) {
            // the next scan shows whether it is over
        }
    }
}
