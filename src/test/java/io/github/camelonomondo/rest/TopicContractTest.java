package io.github.camelonomondo.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The contract of the topics is for everybody, as that of REST. */
@RestTest
class TopicContractTest {

    private RestClient client;

    @BeforeEach
    void begin(@LocalServerPort int port) {
        client = new RestClient(port);
    }

    @Test
    void isServedAsItIsKept() throws IOException {
        var response = client.sendAsItIs(client.to("/asyncapi.yaml"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(RestClient.mediaType(response)).startsWith("application/yaml");
        assertThat(response.body()).isEqualTo(kept("/asyncapi.yaml"));
    }

    @Test
    void isServedWithItsSchemas() throws IOException {
        var response = client.sendAsItIs(client.to("/schemas/command.schema.json"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(RestClient.mediaType(response)).startsWith("application/json");
        assertThat(response.body()).isEqualTo(kept("/schemas/command.schema.json"));
    }

    @Test
    void opensNothingElse() {
        assertThat(client.sendAsItIs(client.to("/application.yaml")).statusCode())
                .isEqualTo(401);
        assertThat(client.get("/application.yaml").statusCode()).isEqualTo(404);
        assertThat(client.get("/schemas/none.json").statusCode()).isEqualTo(404);
        assertThat(client.get("/schemas/%2e%2e/application.yaml").statusCode()).isBetween(400, 404);
    }

    private static String kept(String resource) throws IOException {
        try (var file = TopicContractTest.class.getResourceAsStream(resource)) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }
}
