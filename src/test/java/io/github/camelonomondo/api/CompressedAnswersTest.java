package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelonomondo.sim.SimId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client offers gzip with every call; whether the API takes it is its affair. */
class CompressedAnswersTest {

    private static final int IN_FLIGHT = 2;
    private static final byte[] SIM = "{\"id\":\"000000001\",\"label\":\"pump\"}".getBytes(UTF_8);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private HttpServer server;
    private boolean chunked;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        server.stop(0);
    }

    private void answer(HttpExchange http) throws IOException {
        try (http) {
            assertThat(http.getRequestHeaders().getFirst("Accept-Encoding")).contains("gzip");
            var compressed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(compressed)) {
                gzip.write(SIM);
            }
            http.getResponseHeaders().set("Content-Type", "application/json");
            http.getResponseHeaders().set("Content-Encoding", "gzip");
            http.sendResponseHeaders(200, chunked ? 0 : compressed.size());
            http.getResponseBody().write(compressed.toByteArray());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void giveTheirConnectionsBack(boolean inChunks) {
        // Given
        chunked = inChunks;
        var settings = new ApiSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                AuthForm.BEARER,
                0,
                IN_FLIGHT,
                Duration.ofSeconds(5));
        try (var api = new HttpOnomondoApi(
                context, settings, ApiKey.of("key"), new CallBudget(0, IN_FLIGHT), CallObserver.none())) {
            for (int i = 0; i < 4 * IN_FLIGHT; i++) {
                // When
                byte[] sim = api.getSim(new SimId("000000001"), Priority.COMMANDS);

                // Then
                assertThat(sim).isEqualTo(SIM);
            }
        }
    }
}
