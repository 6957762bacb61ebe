package io.github.camelonomondo.changes.scan;

import org.jspecify.annotations.Nullable;

/** A scan could not see the whole fleet. What it published stands. */
final class ScanAbortedException extends Exception {

    private static final long serialVersionUID = 1L;

    ScanAbortedException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
