package io.github.camelonomondo.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenIssuerTest {

    private final LocalIssuer issuer = new LocalIssuer();
    private final TokenIssuer tokens = new TokenIssuer(issuer.uri(), LocalIssuer.AUDIENCE, System::nanoTime);

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void knowsWhoseTokenItIs() {
        assertThat(issuer.requests).isEmpty();

        assertThat(tokens.subjectOf(issuer.signedWithRsa(issuer.claims().subject("alice"))))
                .isEqualTo("alice");
        assertThat(tokens.subjectOf(issuer.signedWithEc(issuer.claims().subject("bob"))))
                .isEqualTo("bob");
        assertThat(issuer.requests).containsExactly("/tenant/.well-known/openid-configuration", "/tenant/keys");
    }

    @Test
    void takesATokenForAnybodyIfNoAudienceIsSet() {
        var anybody = new TokenIssuer(issuer.uri(), null, System::nanoTime);

        assertThat(anybody.subjectOf(issuer.signedWithRsa(issuer.claims().audience(List.of()))))
                .isEqualTo("alice");
    }

    @Test
    void takesNoTokenThatIsNotInForceOrNotForUs() {
        assertThat(tokens.subjectOf(issuer.signedWithRsa(issuer.claims().expirationTime(in(-120)))))
                .as("expired")
                .isNull();
        assertThat(tokens.subjectOf(issuer.signedWithRsa(issuer.claims().expirationTime(null))))
                .as("for ever")
                .isNull();
        assertThat(tokens.subjectOf(issuer.signedWithRsa(issuer.claims().notBeforeTime(in(120)))))
                .as("not yet")
                .isNull();
        assertThat(tokens.subjectOf(issuer.signedWithRsa(issuer.claims().audience("others"))))
                .as("for others")
                .isNull();
        assertThat(tokens.subjectOf(issuer.signedWithRsa(issuer.claims().subject(null))))
                .as("of nobody")
                .isNull();
        assertThat(tokens.subjectOf(issuer.token())).isEqualTo("alice");
    }

    @Test
    void takesNoTokenThatTheIssuerDidNotSign() throws JOSEException {
        var unsigned = new PlainJWT(issuer.claims().build()).serialize();
        var mac =
                new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), issuer.claims().build());
        mac.sign(new MACSigner("s".repeat(32)));
        var good = issuer.token();
        var changed = good.substring(0, good.lastIndexOf('.')) + "." + "A".repeat(342);

        for (String token : List.of(issuer.forged(), unsigned, mac.serialize(), changed, "a.b.c", "", "k-1234567890")) {
            assertThat(tokens.subjectOf(token)).as(token).isNull();
        }
    }

    @Test
    void asksTheIssuerNothingForATokenOfAnother() {
        assertThat(tokens.subjectOf(issuer.signedWithRsa(issuer.claims().issuer("https://other.example"))))
                .isNull();
        assertThat(issuer.requests).isEmpty();
    }

    @Test
    void takesAKeyThatTheIssuerHasSinceChangedTo() {
        assertThat(tokens.subjectOf(issuer.token())).isEqualTo("alice");

        issuer.changesItsKey();

        assertThat(tokens.subjectOf(issuer.token())).isEqualTo("alice");
    }

    @Test
    void saysThatTheIssuerCannotBeReachedAndAsksAgainLater() {
        var nanoTime = new AtomicLong(Long.MAX_VALUE); // it may begin anywhere
        var patient = new TokenIssuer(issuer.uri(), null, nanoTime::get);
        issuer.isAway(true);
        assertUnavailable(patient);
        assertUnavailable(patient);
        assertThat(issuer.requests).hasSize(1);

        issuer.isAway(false);
        assertUnavailable(patient);
        nanoTime.addAndGet(Duration.ofSeconds(6).toNanos());

        assertThat(patient.subjectOf(issuer.token())).isEqualTo("alice");
    }

    @Test
    void saysThatTheKeysCannotBeHadHoweverOftenItIsAsked() {
        var nanoTime = new AtomicLong(Long.MAX_VALUE); // it may begin anywhere
        var patient = new TokenIssuer(issuer.uri(), null, nanoTime::get);
        issuer.keepsItsKeysAt(issuer.uri() + "/nothing");

        for (int i = 0; i < 5; i++) {
            assertUnavailable(patient);
            nanoTime.addAndGet(Duration.ofSeconds(6).toNanos());
        }
    }

    @Test
    void goesOnWithTheKeysItHasWhileTheIssuerIsAway() {
        assertThat(tokens.subjectOf(issuer.token())).isEqualTo("alice");

        issuer.isAway(true);

        assertThat(tokens.subjectOf(issuer.token())).isEqualTo("alice");
    }

    @Test
    void believesNoDocumentOfAnotherIssuerAndFetchesNoKeysInTheOpen() {
        issuer.callsItself("https://other.example");
        assertUnavailable(tokens);

        issuer.callsItself(issuer.uri());
        issuer.keepsItsKeysAt("http://keys.example/keys");
        assertUnavailable(new TokenIssuer(issuer.uri(), null, System::nanoTime));
    }

    @Test
    void makesASubjectFitForTheLog() {
        var subject = "eve\nkey=ops é" + "x".repeat(300);

        assertThat(tokens.subjectOf(issuer.signedWithRsa(issuer.claims().subject(subject))))
                .startsWith("eve?key=ops??xxx")
                .hasSize(128);
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.example/tenant, true",
        "http://127.0.0.1:8180/realms/a, true",
        "http://login.example, false",
        "https://login.example?a=b, false",
        "ftp://login.example, false",
        "login.example, false",
    })
    void isReachedOverTlsOrOnThisMachine(URI uri, boolean fit) {
        assertThat(TokenIssuer.isIssuer(uri)).isEqualTo(fit);
    }

    private void assertUnavailable(TokenIssuer asked) {
        assertThatThrownBy(() -> asked.subjectOf(issuer.token()))
                .asInstanceOf(type(ProblemException.class))
                .extracting(ProblemException::problem)
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(503);
                    assertThat(problem.error()).isEqualTo("issuer_unavailable");
                });
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plus(Duration.ofSeconds(seconds)));
    }
}
