package io.github.camelonomondo.boot.rest;

import io.github.camelonomondo.boot.ConnectorSettings;
import io.github.camelonomondo.boot.SettingException;
import io.github.camelonomondo.rest.KeyRing;
import io.github.camelonomondo.rest.TokenIssuer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * The REST surface.
 *
 * @param apiKeys {@code name:key} pairs, comma-separated; empty: none
 * @param apiKeysFile a file of them, read again when it changes; empty: none
 * @param jwtIssuerUri whose tokens are taken besides; empty: nobody's
 * @param jwtAudience that they have to name; empty: any
 * @param deadline after which a request is answered 504; a bulk has none, as its lines keep coming
 */
@ConfigurationProperties("onomondo.rest")
record RestSettings(
        @DefaultValue("") String apiKeys,
        @DefaultValue("") String apiKeysFile,
        @DefaultValue("") String jwtIssuerUri,
        @DefaultValue("") String jwtAudience,

        @DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS)
        Duration deadline) {

    private static final String KEYS = "ONOMONDO_REST_API_KEYS";
    private static final String FILE = "ONOMONDO_REST_API_KEYS_FILE";

    private static final String DEADLINE = "onomondo.rest.deadline";
    private static final String FROM_TO = "100ms to 10m is allowed";

    RestSettings {
        if (!apiKeys.isBlank() && !apiKeysFile.isBlank()) {
            throw new SettingException(KEYS + " and " + FILE + " are both set: one of them is allowed");
        }
        if (!jwtIssuerUri.isBlank() && !isIssuer(jwtIssuerUri)) {
            throw new SettingException(
                    "onomondo.rest.jwt-issuer-uri",
                    jwtIssuerUri,
                    "an https URL is allowed, plain http to loopback only");
        }
        if (jwtIssuerUri.isBlank() && !jwtAudience.isBlank()) {
            throw new SettingException(
                    "onomondo.rest.jwt-audience", jwtAudience, "allowed only with ONOMONDO_REST_JWT_ISSUER_URI");
        }
        ConnectorSettings.given(DEADLINE, deadline, FROM_TO);
        if (deadline.toMillis() < 100 || deadline.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new SettingException(DEADLINE, deadline, FROM_TO);
        }
    }

    private KeyRing keyRing() {
        boolean inFile = !apiKeysFile.isBlank();
        try {
            return inFile ? KeyRing.watching(Path.of(apiKeysFile), System::nanoTime) : KeyRing.of(apiKeys);
        } catch (IllegalArgumentException e) {
            throw new SettingException((inFile ? FILE + "=" + apiKeysFile : KEYS) + ": " + e.getMessage());
        }
    }

    /**
     * Who may call. Reads the keys.
     *
     * @throws SettingException that names the setting and the entry, never a key
     */
    RestCallers callers() {
        var issuer = jwtIssuerUri.isBlank()
                ? null
                : new TokenIssuer(jwtIssuerUri, jwtAudience.isBlank() ? null : jwtAudience, System::nanoTime);
        return new RestCallers(keyRing(), issuer);
    }

    private static boolean isIssuer(String uri) {
        try {
            return TokenIssuer.isIssuer(new URI(uri));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Keeps the keys out of logs. */
    @Override
    public String toString() {
        return "RestSettings[apiKeysFile=" + apiKeysFile + ", jwtIssuerUri=" + jwtIssuerUri + ", jwtAudience="
                + jwtAudience + ", deadline=" + deadline + "]";
    }
}
