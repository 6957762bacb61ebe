package io.github.camelonomondo.rest;

import static io.github.camelonomondo.rest.RestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.boot.Application;
import io.github.camelonomondo.rest.ForeignApi.Answer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Forms of answers that the API's page leaves open, or that its clients have seen: read, or told apart from an answer. */
@CamelSpringBootTest
@SpringBootTest(
        classes = Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "onomondo.api.token=test-token",
            "onomondo.calls-per-minute=0",
            "onomondo.rest.api-keys=tests:" + RestClient.KEY,
            "onomondo.routes=classpath:routes/*rest.camel.yaml",
            "management.server.port=0",
            "management.endpoint.health.probes.enabled=true",
        })
@ContextConfiguration(initializers = SharedBroker.class)
class OtherAnswersTest {

    private static final ForeignApi API = new ForeignApi();
    private static final String SIM = "{\"id\":\"000000001\",\"label\":null,\"unheard_of\":{\"a\":1}}";
    private static final String TWO =
            "{\"sims\":[{\"id\":\"000000001\",\"label\":\"a\"},{\"id\":\"000000002\",\"label\":null}]}";
    private static final int TAGS = 230;

    private RestClient client;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("onomondo.api.url", API::url);
    }

    @AfterAll
    static void close() {
        API.close();
    }

    @BeforeEach
    void begin(@LocalServerPort int port) {
        API.reset();
        client = new RestClient(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sims\":[" + SIM + "],\"pagination\":{\"has_more\":false}}",
                "{\"sims\":[" + SIM + "],\"pagination\":{\"has_more\":true,\"next_page\":\"MDA=\"}}",
                "{\"count\":1,\"limit\":20,\"offset\":0,\"total\":1,\"sims\":[" + SIM + "]}",
                "[" + SIM + "]",
                "[]",
            })
    void ofListsAndFindsArePassedOnAsTheyCame(String page) {
        API.to("GET /sims", Answer.json(page));
        API.to("GET /sims/find", Answer.json(page));

        assertThat(client.get("/sims").body()).isEqualTo(page);
        assertThat(client.get("/sims/find?search=1").body()).isEqualTo(page);
    }

    @Test
    void ofTagsAreFoundWhereTheyAreAndInPagesOfAnySize() {
        API.to("GET /tags/search/tags", query -> {
            int offset = Integer.parseInt(query.replaceAll(".*offset=([0-9]+).*", "$1"));
            var some = IntStream.range(offset, Math.min(offset + 100, TAGS))
                    .mapToObj("{\"id\":\"t%d\",\"name\":\"n\",\"color\":null}"::formatted)
                    .collect(Collectors.joining(","));
            return Answer.json("{\"count\":100,\"limit\":100,\"offset\":%d,\"total\":%d,\"result\":[%s]}"
                    .formatted(offset, TAGS, some));
        });

        var response = client.get("/tags");

        assertThat(json(response)).hasSize(TAGS);
        assertThat(json(response).get(TAGS - 1).path("id").asText()).isEqualTo("t" + (TAGS - 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"id\":\"a\",\"name\":\"b\"}]",
                "{\"tags\":[ {\"id\":\"a\"}]}",
                "{\"data\":[{\"id\":\"a\"}],\"meta\":{},\"links\":[]}",
                "{\"data\":[],\"meta\":{}}",
                "{\"count\":1,\"total\":1,\"result\":[{\"id\":\"a\",\"weight\":1.10}]}",
            })
    void ofTagsArePassedOnAsTheyCame(String tags) {
        API.to("GET /tags", Answer.json(tags));

        assertThat(client.get("/tags").body()).isEqualTo(tags);
    }

    @Test
    void ofTagsAreReadOnWhereThePlainListComesInPages() {
        API.to(
                "GET /tags",
                query -> Answer.json(
                        query.contains("next_page=a%2Bb")
                                ? "{\"tags\":[{\"id\":\"t2\"}],\"pagination\":{\"next_page\":null}}"
                                : "{\"tags\":[{\"id\":\"t1\"}],\"pagination\":{\"next_page\":\"a+b\"}}"));

        assertThat(client.get("/tags").body()).isEqualTo("[{\"id\":\"t1\"},{\"id\":\"t2\"}]");
    }

    @Test
    void ofTagsThatSpeakOfMoreAndAlwaysBringTheSameEnd() {
        API.to("GET /tags", Answer.json("{\"total\":5,\"result\":[{\"id\":\"t1\"}]}"));

        assertThat(client.get("/tags").body()).isEqualTo("[{\"id\":\"t1\"}]");
        assertThat(API.calls).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204})
    void withNothingInThemSayThatATagWasChanged(int status) {
        API.to("PUT /sims/000000001/tags/t1", new Answer(status, "text/plain", ""));
        API.to("DELETE /sims/000000001/tags/t1", new Answer(status, "text/plain", ""));

        for (String method : List.of("PUT", "DELETE")) {
            var response = client.send(method, "/sims/000000001/tags/t1", "");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"message\":\"ok\"}");
        }
        assertThat(API.calls).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"500, 502", "502, 502", "503, 503"})
    void thatTellAFailureKeepItsCode(int status, int expected) {
        API.to("GET /sims/000000001", Answer.error(status, "{\"error\":\"database_down\"}"));

        var response = client.get("/sims/000000001");

        assertThat(response.statusCode()).isEqualTo(expected);
        assertThat(json(response).path("error").asText()).isEqualTo("database_down");
        assertThat(API.calls).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json | [{"id":"000000002","success":true},{"id":"000000001","success":true}]
            text/plain       | {"id":"000000002","success":true}~{"id":"000000001","success":true}
            text/plain       | ~~{"id":"000000001","success":true}~~{"id":"000000002","success":true}~
            """)
    void ofABulkAreReadInAnyOrderAndForm(String type, String lines) {
        API.to("PATCH /sims/bulk", new Answer(200, type, lines.replace("~", "\r\n")));

        var response = client.send("PATCH", "/sims/bulk", TWO);

        assertThat(response.body()).isEqualTo("""
                {"id":"000000001","success":true}
                {"id":"000000002","success":true}
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"id":"000000001","success":false,"error":"connector_not_found"}        | connector_not_found
            {"id":"000000001","success":false,"message":"no such connector"}        | no such connector
            {"id":"000000001","success":false,"error":{"code":"c","message":"m"}}   | c
            {"id":"000000001","success":false}                                      | {"id":"000000001","success":false}
            """)
    void ofABulkSayWhyInManyWays(String line, String error) {
        API.to("PATCH /sims/bulk", new Answer(200, "text/plain", line + "\n{\"id\":\"000000002\",\"success\":true}"));

        var lines = client.send("PATCH", "/sims/bulk", TWO).body().lines().toList();

        assertThat(lines.get(0)).contains("\"success\":false");
        assertThat(lines.get(1)).contains("\"success\":true");
        assertThat(read(lines.get(0)).path("error").asText()).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | text/html        | <html>maintenance</html>
            200 | application/json | "ok"
            200 | application/json | {"message":"ok"}
            200 | text/plain       | {"id":"000000003","success":true}
            """)
    void thatProveNothingOfABulkAreCalledThat(int status, String type, String body) {
        API.to("PATCH /sims/bulk", new Answer(status, type, body));

        var response = client.send("PATCH", "/sims/bulk", TWO);

        assertThat(response.body().lines()).hasSize(2).allMatch(line -> line.endsWith("\"error\":\"unproven\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | text/html        | <html>maintenance</html> | 504
            200 | application/json | ''                       | 504
            200 | application/json | [{"id":"000000001"}]     | 504
            200 | application/json | "ok"                     | 504
            200 | application/json | {"id":"000000001"        | 504
            200 | application/json | {"id":"000000001",}      | 504
            200 | application/json | {"id":"000000001"}<html> | 504
            302 | text/html        | moved                    | 502
            502 | text/html        | <html>bad</html>         | 502
            """)
    void thatAreNoSimAreNotPassedOn(int status, String type, String body, int expected) {
        API.to("GET /sims/000000001", new Answer(status, type, body));

        var response = client.get("/sims/000000001");

        assertThat(response.statusCode()).isEqualTo(expected);
        assertThat(json(response).path("status").asInt()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | {"error":"Must match ^[0-9]{9}$"}                | Must match ^[0-9]{9}$
            404 | {"error":{"code":"sim_not_found","message":"m"}} | sim_not_found
            405 | {"message":"not with this package"}              | refused
            409 | plain text                                       | refused
            418 | {"error":"teapot"}                               | teapot
            422 | {}                                               | refused
            """)
    void thatRefuseKeepTheirStatusAndTheirCode(int status, String body, String error) {
        API.to("PATCH /sims/000000001", Answer.error(status, body));

        var response = client.send("PATCH", "/sims/000000001", "{\"label\":null}");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).path("error").asText()).isEqualTo(error);
        assertThat(API.calls).hasSize(1);
    }

    @Test
    void ofTagsAlreadyThereReachTheCallerAsTheyAre() {
        API.to("PUT /sims/000000001/tags/a", Answer.error(400, "{\"error\":\"tag_already_on_sim\"}"));

        HttpResponse<String> response = client.send("PUT", "/sims/000000001/tags/a");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("error").asText()).isEqualTo("tag_already_on_sim");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void toATagThatMayHaveBeenSetAreNotAskedForAgain(int status) {
        API.to("PUT /sims/000000001/tags/a", Answer.error(status, "<html>gateway</html>"));

        HttpResponse<String> response = client.send("PUT", "/sims/000000001/tags/a");

        assertThat(response.statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(API.calls).hasSize(1);
    }

    private static JsonNode read(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
