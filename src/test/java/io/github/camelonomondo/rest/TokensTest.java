package io.github.camelonomondo.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Tokens of an issuer beside API keys, at the running connector. */
@RestTest
class TokensTest {

    private static final LocalIssuer ISSUER = new LocalIssuer();

    @Autowired
    private FakeApi api;

    private RestClient client;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("onomondo.rest.jwt-issuer-uri", ISSUER::uri);
        registry.add("onomondo.rest.jwt-audience", () -> LocalIssuer.AUDIENCE);
    }

    @AfterAll
    static void close() {
        ISSUER.close();
    }

    @BeforeEach
    void begin(@LocalServerPort int port) {
        api.reset();
        client = new RestClient(port);
    }

    @Test
    void areTakenAndLoggedByTheirSubjectAlone() {
        var token = ISSUER.signedWithRsa(ISSUER.claims().subject("alice@example.com"));

        var line = RequestLog.lineOf(
                "/sims", () -> assertThat(status("/sims", "Bearer " + token)).isEqualTo(200));

        assertThat(line.getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .contains("key=alice@example.com")
                .noneMatch(pair -> pair.contains(token.substring(0, 20)));
    }

    @Test
    void doNotReplaceKeys() {
        assertThat(status("Bearer " + RestClient.KEY)).isEqualTo(200);
        assertThat(status(RestClient.KEY)).isEqualTo(200);
    }

    @Test
    void areRefusedIfTheyAreNotToBeTaken() {
        var good = ISSUER.token();
        for (String authorization : List.of(
                good,
                "Basic " + good,
                "Bearer " + ISSUER.forged(),
                "Bearer " + ISSUER.signedWithRsa(ISSUER.claims().audience("others")),
                "Bearer x")) {
            var response = client.sendAsItIs(client.to("/tags").setHeader("Authorization", authorization));

            assertThat(response.statusCode()).as(authorization).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("invalid_token");
        }
        assertThat(api.calls).isEmpty();
    }

    private int status(String authorization) {
        return status("/tags", authorization);
    }

    private int status(String path, String authorization) {
        return client.sendAsItIs(client.to(path).setHeader("Authorization", authorization))
                .statusCode();
    }
}
