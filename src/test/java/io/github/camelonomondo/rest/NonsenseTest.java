package io.github.camelonomondo.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Requests that are nearly right, put together at random: none may fail, whatever is answered has to be announced. */
@RestTest
class NonsenseTest {

    private static final long SEED = 20_261_123;
    private static final int REQUESTS = 400;
    private static final List<String> METHODS = List.of("GET", "PATCH", "PUT", "DELETE", "POST", "HEAD", "OPTIONS");
    private static final List<String> SEGMENTS = List.of(
            "sims",
            "sims",
            "sims",
            "bulk",
            "find",
            "tags",
            "commands",
            "000279139",
            "89457387300002791013",
            "1",
            "a",
            "%20",
            "%E2%82%AC",
            "openapi.json",
            "index.html",
            "swagger-ui",
            "error",
            "-",
            "~",
            "x".repeat(300),
            ";a=b");
    private static final List<String> QUERIES = List.of(
            "limit=10",
            "limit=x",
            "limit=",
            "limit",
            "filter=online:true",
            "filter%5B%5D=connector:a",
            "filter=%00",
            "search=a",
            "search=%E2%82",
            "offset=1",
            "next_page=%0A",
            "next_page=a",
            "=",
            "&&",
            "kafka.KEY=a",
            "%25=1");
    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "[]",
            "null",
            "{\"label\":\"a\"}",
            "{\"sims\":[{\"id\":\"000279139\",\"label\":null}]}",
            "{\"sims\":[{\"id\":\"000279139\"}]}",
            "{\"sims\":[[]]}",
            "{\"type\":\"activate\",\"sim\":\"000279139\"}",
            "[{\"type\":\"tag\",\"sim\":\"000279139\",\"tags\":[]}]",
            "{\"type\":{}}",
            "{\"id\":[],\"type\":7}",
            "\u0000",
            "[".repeat(2_000),
            "{\"a\":".repeat(2_000),
            "1e999999999",
            "\"\\uD800\"",
            "{\"tags\":[null]}",
            "%");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json;charset=UTF-8",
            "text/plain",
            "*/*",
            "a",
            "application/x-www-form-urlencoded",
            "multipart/form-data");

    @Autowired
    private FakeApi api;

    private final Random random = new Random(SEED);

    @BeforeEach
    void begin() {
        api.reset();
    }

    @Test
    void isNeverAnsweredWithAFailure(@LocalServerPort int port) {
        var client = new RestClient(port);
        for (int i = 0; i < REQUESTS; i++) {
            var line = any(METHODS) + " " + path();
            var body = any(BODIES);

            var response = send(client, line, body, any(TYPES));

            assertThat(response.statusCode())
                    .as(line + "\n" + body + "\n" + response.body())
                    .isBetween(200, 499);
            assertThat(response.body()).doesNotContain("Exception", "at org.", "at io.");
        }
    }

    private HttpResponse<String> send(RestClient client, String line, String body, String type) {
        int space = line.indexOf(' ');
        return client.send(client.to(line.substring(space + 1))
                .method(line.substring(0, space), BodyPublishers.ofString(body))
                .setHeader("Content-Type", type));
    }

    private String path() {
        var path = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            path.append('/').append(any(SEGMENTS));
        }
        var query = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            query.append(query.isEmpty() ? "?" : "&").append(any(QUERIES));
        }
        return path.append(query).toString();
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
