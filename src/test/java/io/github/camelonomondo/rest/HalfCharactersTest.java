package io.github.camelonomondo.rest;

import static io.github.camelonomondo.rest.RestClient.json;
import static io.github.camelonomondo.rest.RestClient.mediaType;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** JSON can escape, and percent-encoding can spell, what is no character. */
@RestTest
class HalfCharactersTest {

    @Autowired
    private FakeApi api;

    private RestClient client;

    @BeforeEach
    void begin(@LocalServerPort int port) {
        api.reset();
        client = new RestClient(port);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PATCH | /sims/000279139 | {"label":"pump \\ud83d"}                                  | label_invalid        | 'label'
            PATCH | /sims/000279139 | {"tags":["a","\\udc00"]}                                  | tags_invalid         | 'tags[1]'
            PATCH | /sims/000279139 | {"data_limit":{"type":"\\ud83d"}}                         | data_limit_invalid   | 'data_limit.type'
            PATCH | /sims/000279139 | {"technologies":{"4g\\ud83d":true}}                       | technologies_invalid | 'technologies.4g�'
            PATCH | /sims/bulk      | {"sims":[{"id":"000000001","label":"\\udc00\\ud83d"}]}     | label_invalid        | sims[0]: 'label'
            PATCH | /sims/bulk      | {"sims":[{"id":"000000001","technologies":{"\\udc00":true}}]} | technologies_invalid | sims[0]
            POST  | /commands       | {"type":"relabel","sim":"000000001","label":"\\ud83d"}    | command_invalid      | 'label'
            POST  | /commands       | {"type":"update","sim":"000000001","set":{"label":"\\ud83d"}} | command_invalid   | 'set.label'
            POST  | /commands       | {"type":"activate","sim":"000000001","\\ud83d":1}         | command_invalid      | '�'
            POST  | /control        | {"order":"replay-dlq","reason":"\\ud83d"}                 | order_invalid        | 'reason'
            """)
    void areRefusedByTheNameOfTheirMember(String method, String path, String body, String error, String member) {
        var response = client.send(method, path, body.replace("\\\\", "\\"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(mediaType(response)).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(json(response).path("error").asText()).isEqualTo(error);
        assertThat(response.body()).contains(member, "half of a surrogate pair");
        assertThat(api.calls).isEmpty();
        assertThat(api.bulks).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sims?filter=connector:%ED%A0%BD",
                "/sims?next_page=%FF",
                "/sims/find?search=%C3",
                "/sims/find?search=a&%ED%A0%BD=1",
                "/sims/%ED%A0%BD",
                "/sims/000279139/tags/%ED%A0%BD",
            })
    void areRefusedInAPathAndAQuery(String path) {
        var response = client.get(path);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(mediaType(response)).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(api.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d\\ude00", "😀", "é", "\\u00e9"})
    void areNotTakenForWholeOnes(String whole) {
        var body = "{\"label\":\"" + whole + "\"}";

        assertThat(client.send("PATCH", "/sims/000279139", body).statusCode()).isEqualTo(200);
        assertThat(api.calls).containsExactly("update 000279139 " + body + " REST");
        assertThat(client.get("/sims/find?search=%F0%9F%98%80+%C3%BC").statusCode())
                .isEqualTo(200);
        assertThat(api.calls).contains("find 😀 ü null null REST");
    }
}
