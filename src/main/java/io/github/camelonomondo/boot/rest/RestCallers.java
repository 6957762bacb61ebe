package io.github.camelonomondo.boot.rest;

import io.github.camelonomondo.rest.KeyRing;
import io.github.camelonomondo.rest.TokenIssuer;
import org.jspecify.annotations.Nullable;

/**
 * Who may call the REST surface.
 *
 * @param keys those with one of our API keys
 * @param issuer those with one of its tokens, or null for nobody
 */
record RestCallers(KeyRing keys, @Nullable TokenIssuer issuer) {

    private static final String BEARER = "bearer ";

    /** True if neither key nor token is needed, since nobody has one. */
    boolean isEverybody() {
        return keys.isOpen() && issuer == null;
    }

    /**
     * The name of whoever sent this {@code Authorization}; null for nobody known.
     *
     * @throws io.github.camelonomondo.rest.ProblemException if that cannot be told at present
     */
    @Nullable
    String nameOf(@Nullable String authorization) {
        var name = keys.nameOf(authorization);
        if (name != null || issuer == null || authorization == null) {
            return name;
        }
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? issuer.subjectOf(authorization.substring(BEARER.length()).strip())
                : null;
    }
}
