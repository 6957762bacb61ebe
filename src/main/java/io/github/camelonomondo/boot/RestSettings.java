package io.github.camelonomondo.boot;

import io.github.camelonomondo.rest.KeyRing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The REST surface.
 *
 * @param apiKeys {@code name:key} pairs, comma-separated; empty: none
 * @param apiKeysFile a file of them, read again when it changes; empty: none
 * @param deadline after which a request is answered 504; a bulk has none, as its lines keep coming
 */
@ConfigurationProperties("onomondo.rest")
record RestSettings(
        @DefaultValue("") String apiKeys,
        @DefaultValue("") String apiKeysFile,
        @DefaultValue("30s") Duration deadline) {

    RestSettings {
        if (!apiKeys.isBlank() && !apiKeysFile.isBlank()) {
            throw new IllegalArgumentException(
                    "ONOMONDO_REST_API_KEYS and ONOMONDO_REST_API_KEYS_FILE are both set; one of them is allowed");
        }
        if (deadline.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("onomondo.rest.deadline is " + deadline + "; at least 100ms is allowed");
        }
    }

    /**
     * Reads the keys.
     *
     * @throws IllegalArgumentException that names the setting, and never a key
     */
    KeyRing keyRing() {
        if (apiKeysFile.isBlank()) {
            try {
                return KeyRing.of(apiKeys);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("ONOMONDO_REST_API_KEYS: " + e.getMessage(), e);
            }
        }
        try {
            return KeyRing.watching(Path.of(apiKeysFile), Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ONOMONDO_REST_API_KEYS_FILE=" + apiKeysFile + ": " + e.getMessage(), e);
        }
    }

    /** Keeps the keys out of logs. */
    @Override
    public String toString() {
        return "RestSettings[apiKeysFile=" + apiKeysFile + ", deadline=" + deadline + "]";
    }
}
