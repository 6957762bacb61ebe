package io.github.camelonomondo.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.test.context.TestPropertySource;

@RestTest
@TestPropertySource(properties = "onomondo.rest.api-keys=")
class WithoutKeysTest {

    @Autowired
    private ServletWebServerApplicationContext context;

    @Test
    void listensToThisMachineOnly() {
        Connector connector =
                ((TomcatWebServer) context.getWebServer()).getTomcat().getConnector();

        assertThat(connector.getProperty("address")).hasToString("localhost/127.0.0.1");
    }

    @Test
    void waitsForABodyThatDoesNotComeForTwentySeconds() {
        Connector connector =
                ((TomcatWebServer) context.getWebServer()).getTomcat().getConnector();

        assertThat(connector.getProperty("disableUploadTimeout")).hasToString("false");
        assertThat(connector.getProperty("connectionUploadTimeout")).hasToString("20000");
        assertThat(connector.getProperty("connectionTimeout"))
                .as("of callers who read slowly")
                .hasToString("60000");
    }

    /** It takes those seconds: that a property has a value says nothing of what Tomcat does with it. */
    @Test
    void letsGoOfACallerWhoseBodyDoesNotCome(@LocalServerPort int port) throws IOException {
        try (var caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
            caller.setSoTimeout(45_000); // Tomcat's own 60 s would be too late
            caller.getOutputStream()
                    .write(("POST /commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 100\r\n\r\n{")
                            .getBytes(StandardCharsets.ISO_8859_1));

            var response = new String(caller.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(response).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void needsNoKey(@LocalServerPort int port) {
        var client = new RestClient(port);

        assertThat(client.sendAsItIs(client.to("/tags")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOCALHOST", "Localhost:8080", "localhost.", "[::1]"})
    void answersToItsOwnNamesHoweverTheyAreSpelt(String name, @LocalServerPort int port) {
        assertThat(Raw.request(port, "GET /tags", "", name)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost.rebound.example", "localhost..", "127.0.0.1.rebound.example"})
    void answersToNoNameThatBeginsLikeItsOwn(String name, @LocalServerPort int port) {
        assertThat(Raw.request(port, "GET /tags", "", name)).doesNotStartWith("HTTP/1.1 200");
    }

    @Test
    void answersToItsOwnNamesOnly(@LocalServerPort int port) {
        assertThat(Raw.request(port, "GET /tags", "", "rebound.example"))
                .startsWith("HTTP/1.1 403")
                .contains("host_forbidden");
        assertThat(Raw.request(port, "GET /", "", "rebound.example")).startsWith("HTTP/1.1 403");
        assertThat(Raw.request(port, "GET /tags", "", "127.0.0.1:" + port)).startsWith("HTTP/1.1 200");
    }
}
