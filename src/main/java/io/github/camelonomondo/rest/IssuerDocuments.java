package io.github.camelonomondo.rest;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.Resource;
import io.github.camelonomondo.api.ApiSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What a token issuer publishes, over TLS or from this machine. After a failure nothing is asked for some seconds. */
final class IssuerDocuments extends DefaultResourceRetriever {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 256 * 1024;
    private static final long REST = Duration.ofSeconds(5).toNanos();

    private final LongSupplier nanoTime;
    private volatile boolean failed;
    private volatile long failedAt;

    IssuerDocuments(LongSupplier nanoTime) {
        super((int) CONNECT.toMillis(), (int) READ.toMillis(), MOST_BYTES);
        this.nanoTime = nanoTime;
    }

    /** True for an https URL, and for plain http to this machine. */
    static boolean mayBeAsked(URI url) {
        boolean known = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        return known && url.getHost() != null && ApiSettings.isSafe(url);
    }

    /** Where the keys of {@code issuer} are, by its OpenID Connect discovery document. */
    URL keysOf(String issuer) throws IOException {
        var document = retrieveResource(URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration")
                .toURL());
        try {
            var json = JSONObjectUtils.parse(document.getContent());
            if (!issuer.equals(JSONObjectUtils.getString(json, "issuer"))) {
                throw new IOException("the discovery document is of another issuer");
            }
            var keys = JSONObjectUtils.getURI(json, "jwks_uri");
            if (keys == null || !mayBeAsked(keys)) {
                throw new IOException("the discovery document names no jwks_uri over https");
            }
            return keys.toURL();
        } catch (ParseException e) {
            throw new IOException("the discovery document cannot be read", e);
        }
    }

    /** True if the last try failed. */
    boolean cannotBeHad() {
        return failed;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        if (failed && nanoTime.getAsLong() - failedAt < REST) {
            throw new IOException("it could not be reached a moment ago");
        }
        try {
            var document = super.retrieveResource(url);
            failed = false;
            return document;
        } catch (IOException e) {
            failedAt = nanoTime.getAsLong();
            failed = true;
            throw e;
        }
    }
}
