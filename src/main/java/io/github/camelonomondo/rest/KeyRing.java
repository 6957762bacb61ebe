package io.github.camelonomondo.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys as they are now: given once, or read again when their file changes. Safe to share between threads. */
public final class KeyRing {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();

    private final @Nullable Path file;
    private final LongSupplier nanoTime;
    private volatile ApiKeys keys;
    private String text;
    private long nextLook;

    private KeyRing(@Nullable Path file, String text, LongSupplier nanoTime) {
        this.file = file;
        this.text = text;
        this.keys = ApiKeys.parse(text);
        this.nanoTime = nanoTime;
        this.nextLook = nanoTime.getAsLong();
    }

    /** Keys that stay as they are. */
    public static KeyRing of(String text) {
        return new KeyRing(null, text, System::nanoTime);
    }

    /**
     * Keys in a file, looked at again every second. A file that went bad changes nothing.
     *
     * @param nanoTime such as {@link System#nanoTime}: a key that was taken out must not live on if the clock is set back
     * @throws IllegalArgumentException if the file cannot be read, is malformed, or holds no key
     */
    public static KeyRing watching(Path file, LongSupplier nanoTime) {
        try {
            var ring = new KeyRing(file, Files.readString(file), nanoTime);
            if (ring.isOpen()) {
                throw new IllegalArgumentException("the file holds no key; allowed are name:key pairs");
            }
            return ring;
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException("the file cannot be read", e);
        }
    }

    /** True if no key is needed, since there is none. */
    public boolean isOpen() {
        return keys.isEmpty();
    }

    /** The name of whoever sent this {@code Authorization}; null for nobody known. */
    public @Nullable String nameOf(@Nullable String authorization) {
        if (file != null) {
            look(file);
        }
        return keys.nameOf(authorization);
    }

    private synchronized void look(Path file) {
        long now = nanoTime.getAsLong();
        if (now - nextLook < 0) {
            return;
        }
        nextLook = now + LOOK_EVERY;
        try {
            var read = Files.readString(file);
            if (read.equals(text)) {
                return;
            }
            text = read;
            var changed = ApiKeys.parse(read);
            if (changed.isEmpty()) {
                throw new IllegalArgumentException("it holds no key");
            }
            keys = changed;
            LOG.atInfo().addKeyValue("file", file).log("REST API keys were read again");
        } catch (IOException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("why", e.getMessage())
                    .log("REST API keys cannot be read again; those known before stay");
        }
    }
}
