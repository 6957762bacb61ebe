package io.github.camelonomondo.changes.scan;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how scans begin and end: to the listener, and in the log if they end early. On the thread of the scans, but for
 * {@link #stopped}.
 */
final class ScanTelling {

    private static final Logger LOG = LoggerFactory.getLogger(ScanTelling.class);

    private static final int NONE = 0;

    private final ScanListener listener;

    /** The scan that was started, and whose end is not told. */
    private final AtomicInteger underWay = new AtomicInteger(NONE);

    private volatile @Nullable ScanTrouble trouble;

    ScanTelling(ScanListener listener) {
        this.listener = listener;
    }

    void started(int scan, boolean snapshot) {
        underWay.set(scan);
        listener.started(scan, snapshot);
    }

    /** Not of one of which was said that it was stopped: nobody knew then whether it would be safe. */
    void completed(ScanReport report, int known) {
        trouble = null;
        if (underWay.compareAndSet(report.scan(), NONE)) {
            listener.completed(report, known);
        }
    }

    /** The scan under way ended, or none could begin. */
    void endedEarly(int scan, String reason) {
        boolean begun = underWay.get() != NONE;
        ScanTrouble before = trouble;
        boolean isSaid = !begun && before != null && before.reason().equals(reason);
        (isSaid ? LOG.atDebug() : LOG.atWarn())
                .addKeyValue("scan", scan)
                .addKeyValue("reason", reason)
                .log(begun ? "scan ended early" : "no scan can begin");
        tellEnd(scan, reason);
    }

    /** The same, and nobody knows what became of its changes; or there were none, as the state was not {@code restored}. */
    void failed(int scan, Throwable cause, boolean restored) {
        LOG.atWarn()
                .addKeyValue("scan", scan)
                .setCause(LOG.isDebugEnabled() ? cause : null)
                .log(
                        restored
                                ? "changes could not be made safe, will restore the state and go on: {}"
                                : "the state could not be restored, so no scan begins; will try again: {}",
                        cause.toString());
        tellEnd(scan, cause instanceof Error ? cause.toString() : String.valueOf(cause.getMessage()));
    }

    /** No scan begins any more, and the one under way, if any, is over. From any thread. */
    void stopped() {
        int scan = underWay.getAndSet(NONE);
        if (scan != NONE) {
            listener.stopped(scan);
        }
    }

    @Nullable
    ScanTrouble trouble() {
        return trouble;
    }

    private void tellEnd(int scan, String reason) {
        ScanTrouble before = trouble;
        trouble = new ScanTrouble(before == null ? 1 : before.scans() + 1, reason);
        if (underWay.getAndSet(NONE) != NONE) {
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
