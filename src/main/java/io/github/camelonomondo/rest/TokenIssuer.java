package io.github.camelonomondo.rest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the tokens of one OpenID Connect issuer: JWTs signed with RS256 or ES256, in force, of this issuer and, if one is
 * asked for, for this audience. The issuer's keys are fetched when the first such token comes, kept, and fetched again when
 * a token names one that is not known. Safe to share between threads.
 */
public final class TokenIssuer {

    private static final Logger LOG = LoggerFactory.getLogger(TokenIssuer.class);
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);
    private static final Duration KEPT_THROUGH_AN_OUTAGE = Duration.ofHours(4);
    private static final int LONGEST_NAME = 128;

    private final String issuer;
    private final @Nullable String audience;
    private final IssuerDocuments documents;
    private volatile @Nullable JWTProcessor<SecurityContext> processor;

    /**
     * Fetches nothing yet.
     *
     * @param issuer as tokens name it; below it lies {@code .well-known/openid-configuration}
     * @param audience that a token has to name, or null for any
     * @param nanoTime such as {@link System#nanoTime}
     */
    public TokenIssuer(String issuer, @Nullable String audience, LongSupplier nanoTime) {
        this.issuer = issuer;
        this.audience = audience;
        this.documents = new IssuerDocuments(nanoTime);
    }

    /** True for what may be an issuer: an https URL, or plain http to this machine, without query and fragment. */
    public static boolean isIssuer(URI issuer) {
        return IssuerDocuments.mayBeAsked(issuer) && issuer.getRawQuery() == null && issuer.getRawFragment() == null;
    }

    /**
     * Whose token this is: its {@code sub}, made printable; null if it is not one to be taken.
     *
     * @throws ProblemException if that cannot be told, since the issuer's keys cannot be had
     */
    public @Nullable String subjectOf(String token) {
        try {
            var jwt = SignedJWT.parse(token);
            // Nobody makes us ask the issuer for anything with a token that does not even claim to be of it.
            if (!issuer.equals(jwt.getJWTClaimsSet().getIssuer())) {
                return null;
            }
            return printable(processor().process(jwt, null).getSubject());
        } catch (RateLimitReachedException e) {
            if (documents.cannotBeHad()) {
                throw unavailable();
            }
            return null;
        } catch (KeySourceException | IOException e) {
            LOG.atWarn()
                    .addKeyValue("issuer", issuer)
                    .addKeyValue("why", e.getMessage())
                    .log("the keys of the token issuer cannot be had");
            throw unavailable();
        } catch (ParseException | BadJOSEException | JOSEException e) {
            LOG.atDebug().addKeyValue("why", e.getClass().getSimpleName()).log("a token is not taken");
            return null;
        }
    }

    private JWTProcessor<SecurityContext> processor() throws IOException {
        var known = processor;
        if (known == null) {
            synchronized (this) {
                known = processor == null ? discovered() : processor;
                processor = known;
            }
        }
        return known;
    }

    private JWTProcessor<SecurityContext> discovered() throws IOException {
        var keys = JWKSourceBuilder.<SecurityContext>create(documents.keysOf(issuer), documents)
                .refreshAheadCache(false)
                .rateLimited(BETWEEN_FETCHES.toMillis())
                .outageTolerant(KEPT_THROUGH_AN_OUTAGE.toMillis())
                .build();
        var made = new DefaultJWTProcessor<>();
        made.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        made.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        made.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp")));
        return made;
    }

    private static ProblemException unavailable() {
        return new ProblemException(
                new Problem(503, "issuer_unavailable", "the keys of the token issuer cannot be had at present")
                        .withHeader("Retry-After", "5"));
    }

    /** For the log. */
    private static String printable(String subject) {
        var shown = subject.replaceAll("[^\\x21-\\x7E]", "?");
        return shown.length() <= LONGEST_NAME ? shown : shown.substring(0, LONGEST_NAME);
    }
}
