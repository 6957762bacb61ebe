package io.github.camelonomondo.boot.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.camelonomondo.rest.KeyRing;
import io.github.camelonomondo.rest.TokenIssuer;
import io.github.camelonomondo.support.Ports;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RestKeyFilterTest {

    private final String nobody = "http://127.0.0.1:" + Ports.free();
    private final RestCallers callers =
            new RestCallers(KeyRing.of("ops:k-1"), new TokenIssuer(nobody, null, System::nanoTime));

    @Test
    void asksACallerToComeAgainIfTheIssuerOfItsTokenCannotBeReached() throws Exception {
        var token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder().issuer(nobody).subject("alice").build());
        token.sign(new MACSigner("s".repeat(32)));

        var response = responseTo("Bearer " + token.serialize());

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("5");
        assertThat(response.getContentAsString()).contains("\"error\":\"issuer_unavailable\"");
    }

    @Test
    void needsNoIssuerForAKey() throws Exception {
        assertThat(responseTo("Bearer k-1").getStatus()).isEqualTo(200);
        assertThat(responseTo("Bearer k-2").getStatus()).isEqualTo(401);
    }

    private MockHttpServletResponse responseTo(String authorization) throws Exception {
        var request = new MockHttpServletRequest("GET", "/sims");
        request.addHeader("Authorization", authorization);
        var response = new MockHttpServletResponse();
        new RestKeyFilter(callers).doFilter(request, response, new MockFilterChain());
        return response;
    }
}
