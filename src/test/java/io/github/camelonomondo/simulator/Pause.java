package io.github.camelonomondo.simulator;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Time that an answer takes on purpose. */
final class Pause {

    private Pause() {}

    static void of(Duration length) throws IOException {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The simulator stops");
        }
    }
}
