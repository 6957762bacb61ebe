package io.github.camelonomondo.rest;

import static io.github.camelonomondo.rest.RestClient.json;
import static io.github.camelonomondo.rest.RestClient.mediaType;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RestTest
class SimRequestsTest {

    @Autowired
    private FakeApi api;

    private RestClient client;

    @BeforeEach
    void begin(@LocalServerPort int port) {
        api.reset();
        client = new RestClient(port);
    }

    @Test
    void passesAPageOnByteForByte() {
        var page = "{\"sims\":[ ],\n \"pagination\":{\"has_more\":true,\"next_page\":\"MDAy==\"}, \"é\":1.10}";
        api.answers(page);

        var response = client.get("/sims");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(mediaType(response)).isEqualTo("application/json");
        assertThat(response.body()).isEqualTo(page);
        assertThat(api.calls).containsExactly("list null null [] REST");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit=10&next_page=MDAyNDY0OTk5                    | list 10 MDAyNDY0OTk5 []
            next_page=a%2Bb%3D%3D                              | list null a+b== []
            filter=online:true                                 | list null null [online:true]
            filter%5B%5D=online:true&filter%5B%5D=connector:foo | list null null [online:true, connector:foo]
            filter[]=activated:false                           | list null null [activated:false]
            filter=network_whitelist%3AAm%C3%A9ricas           | list null null [network_whitelist:Américas]
            filter=connector:{a}^`b\\c[]                      | list null null [connector:{a}^`b\\c[]]
            """)
    void understandsTheParametersOfList(String query, String call) {
        // java.net.URI takes no bare brackets, which the API's own samples have.
        var response = query.contains("[")
                ? Raw.request(client.to("/").build().uri().getPort(), "GET /sims?" + query, "")
                : client.get("/sims?" + query).statusCode() + "";

        assertThat(response).contains("200");
        assertThat(api.calls).containsExactly(call + " REST");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit=abc           | limit_invalid
            limit=0             | limit_invalid
            limit=1001          | limit_invalid
            limit=-1            | limit_invalid
            limit=1.5           | limit_invalid
            limit=              | limit_invalid
            limit=%D9%A1        | limit_invalid
            limit=1&limit=2     | limit_invalid
            limit=99999999999   | limit_invalid
            next_page=          | next_page_invalid
            filter=colour:blue  | filter_invalid
            filter=online:maybe | filter_invalid
            filter=connector:   | filter_invalid
            filter=online       | filter_invalid
            offset=3            | parameter_unknown
            filters=online:true | parameter_unknown
            """)
    void refusesBadParametersOfListBeforeACall(String query, String error) {
        var response = client.get("/sims?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(mediaType(response)).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(json(response).path("error").asText()).isEqualTo(error);
        assertThat(json(response).path("instance").asText()).isEqualTo("/sims");
        assertThat(api.calls).isEmpty();
    }

    @Test
    void findsInWhicheverFormTheApiAnswers() {
        api.answers("[" + FakeApi.SIM + "]");

        var response = client.get("/sims/find?search=pump%2017&limit=5&offset=20");

        assertThat(response.body()).isEqualTo("[" + FakeApi.SIM + "]");
        assertThat(api.calls).containsExactly("find pump 17 5 20 REST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?search=", "?search=a&offset=-1", "?search=a&limit=1001", "?search=a&next_page=b"})
    void refusesASearchForNothing(String query) {
        assertThat(client.get("/sims/find" + query).statusCode()).isEqualTo(400);
        assertThat(client.get("/sims/find?search=" + "x".repeat(257)).statusCode())
                .isEqualTo(400);
        assertThat(api.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"000279139", "8945738730000279101", "89457387300002791013"})
    void getsASimByIdOrIccid(String sim) {
        var response = client.get("/sims/" + sim);

        assertThat(response.body()).isEqualTo(FakeApi.SIM);
        assertThat(api.calls).containsExactly("get " + sim + " REST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "00027913", "0002791390", "bulks", "00027913a", "-", "000279139."})
    void refusesWhatIsNoSim(String sim) {
        var response = client.get("/sims/" + sim);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("error").asText()).isEqualTo("sim_id_invalid");
        assertThat(api.calls).isEmpty();
    }

    @Test
    void updatesASimWithTheBodyAsItCame() {
        var body = "{ \"label\": \"Pümpe\", \"connector\":null,\"data_limit\": {\"total\": 50000000} }";

        var response = client.send("PATCH", "/sims/000279139", body);

        assertThat(response.body()).isEqualTo(FakeApi.SIM);
        assertThat(api.calls).containsExactly("update 000279139 " + body + " REST");
    }

    @Test
    void updatesASimThoughTheContentTypeIsMissing() {
        var response = client.send(client.to("/sims/000279139")
                .method("PATCH", java.net.http.HttpRequest.BodyPublishers.ofString("{\"label\":null}")));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "nonsense",
                "[]",
                "null",
                "7",
                "{}",
                "{\"label\":7}",
                "{\"label\":\"a\",\"label\":\"b\"}",
                "{\"label\":\"a\"} {}",
                "{\"label\":\"\\ud800\"}",
                "{\"activated\":\"true\"}",
                "{\"activated\":null}",
                "{\"tags\":\"a\"}",
                "{\"tags\":[1]}",
                "{\"data_limit\":null}",
                "{\"data_limit\":{}}",
                "{\"data_limit\":{\"total\":-1}}",
                "{\"data_limit\":{\"total\":1.5}}",
                "{\"data_limit\":{\"used\":1}}",
                "{\"technologies\":{\"sms\":1}}",
                "{\"colour\":\"blue\"}",
                "{\"id\":\"000279139\",\"label\":\"a\"}",
            })
    void refusesABadUpdateBeforeACall(String body) {
        var response = client.send("PATCH", "/sims/000279139", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(mediaType(response)).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(json(response).path("error").asText()).isNotEmpty();
        assertThat(api.calls).isEmpty();
    }

    @Test
    void addsAndRemovesATag() {
        api.answers("{\"message\":\"ok\"}");

        assertThat(client.send("PUT", "/sims/000279139/tags/7b6c-1").body()).isEqualTo("{\"message\":\"ok\"}");
        assertThat(client.send("DELETE", "/sims/000279139/tags/7b6c-1").statusCode())
                .isEqualTo(200);

        assertThat(api.calls).containsExactly("add 000279139 7b6c-1 REST", "remove 000279139 7b6c-1 REST");
        assertThat(client.send("PUT", "/sims/000279139/tags/a%20b").statusCode())
                .isEqualTo(400);
    }

    @Test
    void listsTags() {
        var response = client.get("/tags");

        assertThat(json(response).get(0).path("name").asText()).isEqualTo("pumps");
        assertThat(mediaType(response)).isEqualTo("application/json");
    }
}
