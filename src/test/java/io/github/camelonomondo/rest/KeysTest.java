package io.github.camelonomondo.rest;

import static io.github.camelonomondo.rest.RestClient.json;
import static io.github.camelonomondo.rest.RestClient.mediaType;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RestTest
class KeysTest {

    @Autowired
    private FakeApi api;

    private RestClient client;

    @BeforeEach
    void begin(@LocalServerPort int port) {
        api.reset();
        client = new RestClient(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + RestClient.KEY, "bearer " + RestClient.KEY, RestClient.KEY, "k-other"})
    void letsInWhoHasAKey(String authorization) {
        assertThat(client.send(client.to("/sims").setHeader("Authorization", authorization))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic dGVzdHM6eA==", "tests:" + RestClient.KEY})
    void keepsOutWhoHasNone(String authorization) {
        var response = client.sendAsItIs(client.to("/sims").setHeader("Authorization", authorization));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(mediaType(response)).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(json(response).path("error").asText()).isEqualTo("unauthorized");
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
        assertThat(api.calls).isEmpty();
    }

    @Test
    void keepsOutWhoSendsNothingWhateverThePath() {
        for (String path : List.of("/sims", "/nothing", "/error", "/swagger-ui/../sims", "/index.html/../tags")) {
            assertThat(client.sendAsItIs(client.to(path)).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(client.sendAsItIs(client.to("/openapi.json").DELETE()).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/pages.css",
                "/swagger-ui.html",
                "/try-it-out.js",
                "/swagger-ui/swagger-ui.css",
                "/swagger-ui/swagger-ui-bundle.js",
                "/openapi.json"
            })
    void showsItsPagesToEverybody(String path) {
        var response = client.sendAsItIs(client.to(path));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self'");
        assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }

    @Test
    void logsWhoAskedAndNothingSecret() {
        var line = RequestLog.lineOf("/sims/…1013", () -> client.get("/sims/89457387300002791013?x=hidden"));

        assertThat(line.getFormattedMessage()).isEqualTo("request answered");
        assertThat(line.getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .satisfiesExactly(
                        pair -> assertThat(pair).isEqualTo("method=GET"),
                        pair -> assertThat(pair).isEqualTo("path=/sims/…1013"),
                        pair -> assertThat(pair).isEqualTo("status=200"),
                        pair -> assertThat(pair).matches("ms=[0-9]+"),
                        pair -> assertThat(pair).isEqualTo("key=tests"));
    }

    @Test
    void doesNotLetAPathForgeALogLine() {
        var line = RequestLog.lineOf(
                "/sims/%0aFORGED",
                () -> client.sendAsItIs(client.to("/sims/%0aFORGED").setHeader("Authorization", "wrong")));

        assertThat(line.getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .contains("path=/sims/%0aFORGED", "status=401", "key=-");
    }
}
