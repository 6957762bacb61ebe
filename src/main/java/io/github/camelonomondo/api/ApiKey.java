package io.github.camelonomondo.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key of the API: a fixed one, or the content of a file that is read again when it changes. */
public sealed interface ApiKey {

    /**
     * The key as it is now.
     *
     * @throws UncheckedIOException if its file cannot be read and never could
     */
    String current();

    /** Makes sure that the next {@link #current} has looked at the source again. */
    void refresh();

    static ApiKey of(String key) {
        return new Fixed(key);
    }

    /**
     * The trimmed content of {@code file}, which may be a symbolic link that is swapped, as Kubernetes does. What can be no key never takes the
     * place of one.
     */
    static ApiKey in(Path file) {
        return new InFile(file);
    }

    /** Does not change. */
    record Fixed(String current) implements ApiKey {
        @Override
        public void refresh() {
            // nothing behind it
        }

        @Override
        public String toString() {
            return "ApiKey";
        }
    }

    /** Looks at the file once a second at most. */
    final class InFile implements ApiKey {
        private static final Logger LOG = LoggerFactory.getLogger(ApiKey.class);
        private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();

        private final Path file;
        private @Nullable String key;
        private @Nullable String refused;
        private long nextLook;

        private InFile(Path file) {
            this.file = file;
            this.key = null;
            this.refused = null;
        }

        @Override
        public synchronized String current() {
            long now = System.nanoTime();
            String known = key;
            if (known != null && now - nextLook < 0) {
                return known;
            }
            nextLook = now + LOOK_EVERY;
            try {
                known = later(known, KeyText.keyIn(Files.readString(file)));
                key = known;
            } catch (CharacterCodingException e) {
                known = unlessNone(known, "", KeyText.NOT_UTF_8);
            } catch (IOException e) {
                if (known == null) {
                    throw new UncheckedIOException("the file of the API key cannot be read: " + file, e);
                }
            }
            return known;
        }

        private String later(@Nullable String known, String read) {
            String flaw = KeyText.flawOf(read);
            if (flaw == null) {
                refused = null;
                // Empty while somebody writes it: the key that is known may still do.
                return read.isEmpty() && known != null ? known : read;
            }
            return unlessNone(known, read, flaw);
        }

        /** The key that is known, as what was read is none. */
        private String unlessNone(@Nullable String known, String read, String flaw) {
            if (known == null) {
                throw new UncheckedIOException("the file of the API key holds none: " + file, new IOException(flaw));
            }
            if (!read.equals(refused)) {
                refused = read;
                LOG.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("why", flaw)
                        .log("the API key cannot be read again; the one known before stays");
            }
            return known;
        }

        @Override
        public synchronized void refresh() {
            nextLook = System.nanoTime();
        }

        @Override
        public String toString() {
            return "ApiKey in " + file;
        }
    }
}
