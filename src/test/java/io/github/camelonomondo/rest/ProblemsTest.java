package io.github.camelonomondo.rest;

import static io.github.camelonomondo.rest.RestClient.json;
import static io.github.camelonomondo.rest.RestClient.mediaType;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.Refusal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RestTest
class ProblemsTest {

    @Autowired
    private FakeApi api;

    private RestClient client;
    private int port;

    @BeforeEach
    void begin(@LocalServerPort int port) {
        this.port = port;
        api.reset();
        client = new RestClient(port);
    }

    @ParameterizedTest
    @CsvSource({"400, tag_already_on_sim", "404, sim_not_found", "409, alias_conflict", "422, label_invalid"})
    void passesTheApisRefusalOnWithItsStatusAndCode(int status, String code) {
        api.fails(new ApiException.Refused("PUT tag", new Refusal(status, code, null)));

        var response = client.send("PUT", "/sims/000279139/tags/a");

        assertProblem(response, status, code);
        assertThat(json(response).path("instance").asText()).isEqualTo("/sims/000279139/tags/a");
        assertThat(json(response).path("type").asText()).isEqualTo("about:blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE"})
    void doesNotAskAgainForATagThatMayBeThereAlready(String method) {
        var calls = new AtomicInteger();
        api.answersWith(call -> {
            if (calls.incrementAndGet() == 1) {
                throw new ApiException.Unproven("the answer was cut off", null);
            }
            throw new ApiException.Refused(call, new Refusal(400, "tag_already_on_sim", null));
        });

        var response = client.send(method, "/sims/000279139/tags/a");

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"PUT, 0, 503, 3", "DELETE, 0, 503, 3", "PUT, 502, 502, 1", "DELETE, 504, 502, 1"})
    void asksAgainForATagOnlyWhatNeverReachedTheApi(String method, int failure, int status, int asked) {
        var calls = new AtomicInteger();
        api.answersWith(call -> {
            calls.incrementAndGet();
            throw new ApiException.Unavailable("failed", failure, null);
        });

        assertProblem(client.send(method, "/sims/000279139/tags/a"), status, "unavailable");
        assertThat(calls).hasValue(asked);
    }

    @Test
    void wordsARefusalThatCameWithoutACode() {
        api.fails(new ApiException.Refused("GET sim", new Refusal(404, null, null)));

        assertProblem(client.get("/sims/000279139"), 404, "refused");
    }

    @Test
    void saysWhenToComeBackIfTheBudgetIsSpent() {
        api.fails(new ApiException.Throttled(Duration.ofMillis(16_200)));
        long asked = Instant.now().getEpochSecond();

        var response = client.get("/sims");

        assertProblem(response, 429, "throttled");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("17");
        assertThat(response.headers().firstValue("x-ratelimit-remaining")).hasValue("0");
        assertThat(response.headers().firstValueAsLong("x-ratelimit-reset").orElse(0))
                .isBetween(asked + 17, Instant.now().getEpochSecond() + 17);
    }

    @Test
    void passesTheApisOwnWordForASpentLimitOn() {
        api.fails(new ApiException.Throttled(Duration.ofSeconds(16), "rate_limit_exceeded"));

        assertProblem(client.get("/sims"), 429, "rate_limit_exceeded");
    }

    @Test
    void tellsAnUnreachableApiFromOneThatFailsAndFromOneThatDoesNotAnswer() {
        api.fails(new ApiException.Unavailable("connection refused by 10.0.0.1", 0, null));
        assertProblem(client.get("/sims"), 503, "unavailable");

        api.fails(new ApiException.Unavailable("502 from a proxy", 502, null));
        assertProblem(client.get("/sims"), 502, "unavailable");

        api.fails(new ApiException.Unavailable("broken", 500, "database_down", null));
        assertProblem(client.get("/sims"), 502, "database_down");

        api.fails(new ApiException.Unavailable("closed", 503, "maintenance", null));
        assertProblem(client.get("/sims"), 503, "maintenance");

        api.fails(new ApiException.Unproven("timed out", null));
        assertProblem(client.get("/sims"), 504, "unproven");
    }

    @Test
    void tellsTheFailureOfAGatewayThatMayHaveDoneItAndNotThatTheApiIsAwayNow() {
        var calls = new AtomicInteger();
        api.answersWith(call -> {
            throw new ApiException.Unavailable("failed", calls.incrementAndGet() == 1 ? 504 : 0, null);
        });

        assertProblem(client.send("PATCH", "/sims/000279139", "{\"label\":\"pump\"}"), 502, "unavailable");
    }

    @Test
    void saysAtOnceThatAllPlacesAreTaken() {
        var calls = new AtomicInteger();
        api.answersWith(call -> {
            calls.incrementAndGet();
            throw new ApiException.Busy(16);
        });

        var response = client.get("/sims");

        assertProblem(response, 503, "busy");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(calls).hasValue(1);
    }

    @Test
    void doesNotSayThatNothingWasDoneIfAnEarlierAttemptMayHaveDoneIt() {
        var calls = new AtomicInteger();
        api.answersWith(call -> {
            if (calls.incrementAndGet() == 1) {
                throw new ApiException.Unproven("the answer was cut off", null);
            }
            throw new ApiException.Unavailable("connection refused", 0, null);
        });

        assertProblem(client.send("PATCH", "/sims/000279139", "{\"label\":\"pump\"}"), 504, "unproven");

        assertThat(calls).hasValue(3);
    }

    @Test
    void keepsTheConnectorsTroubleWithItsOwnKeyApartFromTheCallers() {
        api.fails(new ApiException.Unauthorized(401));

        var response = client.get("/sims");

        assertProblem(response, 503, "unauthorized");
        assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void givesNothingAwayOfAFailureNobodyForesaw() {
        api.fails(new IllegalStateException("secret onok_12345678.abc"));

        var response = client.get("/sims");

        assertProblem(response, 500, "internal_error");
        assertThat(response.body()).doesNotContain("onok_").doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/sims/", "/sims/000279139/tags", "/error", "/actuator"})
    void doesNotKnowOtherPaths(String path) {
        assertProblem(client.get(path), 404, "not_found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE | /sims                   | GET
            POST   | /sims/000279139         | GET, PATCH
            GET    | /sims/000279139/tags/a  | PUT, DELETE
            GET    | /commands               | POST
            PUT    | /tags                   | GET
            GET    | /sims/bulk              | PATCH
            PATCH  | /sims/find              | GET
            """)
    void saysWhichMethodsAPathHas(String method, String path, String allowed) {
        var response = client.send(method, path, "{}");

        assertProblem(response, 405, "method_not_allowed");
        assertThat(response.headers().firstValue("Allow").orElse("").split(", ?"))
                .contains(allowed.split(", "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/xml",
                "application/json;charset=iso-8859-1",
                "multipart/form-data; boundary=x",
                "application/json;charset=bogus",
                "nonsense"
            })
    void takesJsonOnly(String type) {
        for (String path : new String[] {"/sims/000279139", "/sims/bulk"}) {
            assertProblem(post("PATCH", path, type), 415, "unsupported_media_type");
        }
        assertProblem(post("POST", "/commands", type), 415, "unsupported_media_type");
        assertThat(api.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "application/json; charset=utf8",
                "application/json; charset=\"utf-8\"",
                "Application/JSON"
            })
    void takesJsonHoweverItsTypeIsSpelt(String type) {
        assertThat(post("PATCH", "/sims/000279139", type).statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhatIsNotJson() {
        var twice = client.send("PATCH", "/sims/000279139", "{\"label\":\"a\",\"label\":\"b\"}");

        assertProblem(twice, 400, "body_invalid");
        assertThat(json(twice).path("detail").asText()).contains("line 1", "Duplicate field 'label'");
    }

    @ParameterizedTest
    @CsvSource({"POST, /commands", "PATCH, /sims/bulk"})
    void saysInPlainWordsWhereJsonEndsTooSoon(String method, String path) {
        assertThat(json(client.send(method, path, "{\"sims\":")).path("detail").asText())
                .startsWith("the body is not JSON: line 1, column 9: Unexpected end-of-input")
                .doesNotContain("Source", "Feature");
    }

    @Test
    void isNotBrokenByAFormThatIs() {
        var form = client.to("/sims/000279139/tags/a")
                .PUT(BodyPublishers.ofString("%"))
                .setHeader("Content-Type", "application/x-www-form-urlencoded");

        assertThat(client.send(form).statusCode()).isEqualTo(200);
    }

    @Test
    void takesAPostWithoutATypeFromWhateverIsNoBrowser() {
        for (String path : new String[] {"/commands", "/control"}) {
            var request = client.to(path).POST(BodyPublishers.ofString("{}"));

            assertThat(client.send(request).statusCode()).as(path).isEqualTo(400);
            for (String header : new String[] {"Origin", "Referer", "Sec-Fetch-Site"}) {
                var ofABrowser =
                        client.to(path).POST(BodyPublishers.ofString("{}")).setHeader(header, "https://example.com");

                assertProblem(client.send(ofABrowser), 415, "unsupported_media_type");
            }
        }
    }

    /** A page of any other site may send plain text without asking first, and where no key is set nobody is asked for one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/commands;a=b",
                "/commands;",
                "/%63ommands",
                "/control;a",
                "/contro%6C",
                "/./commands",
                "/x/../commands",
                "/sims/%2e%2e/commands",
                "/sims/%30%30%30279139",
            })
    void takesNoPathThatIsWrittenInOtherWords(String path) {
        var command = "{\"type\":\"activate\",\"sim\":\"000279139\"}";

        var response = client.send(client.to(path)
                .method("POST", BodyPublishers.ofString(command))
                .setHeader("Content-Type", "text/plain"));

        assertProblem(response, 400, "path_invalid");
    }

    @Test
    void takesNoBodyThatIsCompressed() {
        var response = client.send(client.to("/sims/000279139")
                .method("PATCH", BodyPublishers.ofString("{\"label\":null}"))
                .setHeader("Content-Type", "application/json")
                .setHeader("Content-Encoding", "gzip"));

        assertProblem(response, 415, "unsupported_media_type");
        assertThat(response.headers().firstValue("Accept-Encoding")).hasValue("identity");
        assertThat(api.calls).isEmpty();
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        var body = "{\"label\":\"" + "x".repeat(256 * 1024) + "\"}";
        assertProblem(client.send("PATCH", "/sims/000279139", body), 413, "body_too_large");
        assertProblem(client.send("PUT", "/sims/000279139/tags/a", body), 413, "body_too_large");

        var large = "{\"sims\":\"" + "x".repeat(8 * 1024 * 1024) + "\"}";
        assertProblem(client.send("PATCH", "/sims/bulk", large), 413, "body_too_large");
        assertProblem(client.send("POST", "/commands", large), 413, "body_too_large");
        assertThat(api.calls).isEmpty();
    }

    @Test
    void refusesALargeBodyThatDoesNotSayHowLargeItIs() {
        var chunk = "100000\r\n" + "x".repeat(0x100000) + "\r\n";
        var response = Raw.request(
                port,
                "PATCH /sims/000279139",
                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n");

        assertThat(response).startsWith("HTTP/1.1 413").contains("body_too_large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz",
                "GET /sims?limit=%zz",
                "GET /sims?a=<b>",
                "GET /sims/..%2f..%2fetc",
                "GET /sims/%00",
                "GET /sims/{}",
                "FOO /sims",
                "GET /sims/%2F",
            })
    void answersNonsenseWithAProblemAndNeverWithAFailure(String line) {
        var response = Raw.request(port, line, "");

        assertThat(response).matches("(?s)HTTP/1.1 4\\d\\d .*").containsIgnoringCase("application/problem+json");
        assertThat(response).doesNotContain("Exception").doesNotContain("<html").doesNotContain("Tomcat");
        assertThat(response)
                .contains("X-Content-Type-Options: nosniff", "Cache-Control: no-store", "X-Frame-Options: DENY");
    }

    @Test
    void doesNotStumbleOverPartsNobodyAskedFor() {
        assertProblem(post("POST", "/tags", "multipart/form-data; boundary=x"), 405, "method_not_allowed");
        assertProblem(post("PUT", "/tags", "application/x-www-form-urlencoded"), 405, "method_not_allowed");
    }

    private HttpResponse<String> post(String method, String path, String type) {
        return client.send(client.to(path)
                .method(method, BodyPublishers.ofString("{\"label\":null}"))
                .setHeader("Content-Type", type));
    }

    private static void assertProblem(HttpResponse<String> response, int status, String error) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(mediaType(response)).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(json(response).path("status").asInt()).isEqualTo(status);
        assertThat(json(response).path("error").asText()).isEqualTo(error);
        assertThat(json(response).path("title").asText()).isNotEmpty();
        assertThat(json(response).path("detail").asText()).isNotEmpty();
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
}
