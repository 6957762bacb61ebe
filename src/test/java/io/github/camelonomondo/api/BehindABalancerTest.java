package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of connections to an API that others stand before. */
class BehindABalancerTest {

    private static final int IN_FLIGHT = 2;
    private static final long ENDLESS = 256L * 1024 * 1024;
    private static final SimId ONE = new SimId("000000001");
    private static final byte[] SIM = "{\"id\":\"000000001\",\"label\":\"pump\"}".getBytes(UTF_8);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private HttpServer server;
    private HttpOnomondoApi api;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        context.start();
        var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var settings = new ApiSettings(url, AuthForm.BEARER, 0, IN_FLIGHT, Duration.ofSeconds(5));
        api = new HttpOnomondoApi(
                context, settings, ApiKey.of("key"), new CallBudget(0, IN_FLIGHT), CallObserver.none());
    }

    @AfterEach
    void stop() {
        api.close();
        context.stop();
        server.stop(0);
    }

    private void answersWith(HttpHandler handler) {
        server.createContext("/", http -> {
            try (http) {
                handler.handle(http);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void compressedAnswersGiveTheirConnectionsBack(boolean inChunks) {
        // Given
        answersWith(http -> sendCompressed(http, inChunks));

        for (int i = 0; i < 4 * IN_FLIGHT; i++) {
            // When
            byte[] sim = api.getSim(ONE, Priority.COMMANDS);

            // Then
            assertThat(sim).isEqualTo(SIM);
        }
    }

    @Test
    void aServerThatFailsIsNotAskedAgainOverTheSameConnection() {
        // Given
        var first = new AtomicReference<InetSocketAddress>();
        answersWith(http -> {
            first.compareAndSet(null, http.getRemoteAddress());
            http.sendResponseHeaders(http.getRemoteAddress().equals(first.get()) ? 503 : 200, SIM.length);
            http.getResponseBody().write(SIM);
        });
        assertThatThrownBy(() -> api.getSim(ONE, Priority.COMMANDS)).isInstanceOf(ApiException.Unavailable.class);

        // When
        byte[] sim = api.getSim(ONE, Priority.COMMANDS);

        // Then
        assertThat(sim).isEqualTo(SIM);
    }

    /** Sixteen of them at once have to fit a heap. */
    @Test
    void anEndlessAnswerToABulkIsCutOffEarlyAndWhatCameFirstCounts() {
        // Given
        var sent = new AtomicLong();
        answersWith(http -> {
            http.sendResponseHeaders(200, 0);
            http.getResponseBody().write("{\"id\":\"000000001\",\"success\":true}\n".getBytes(UTF_8));
            byte[] more = "x".repeat(8192).getBytes(UTF_8);
            while (sent.addAndGet(more.length) < ENDLESS) {
                http.getResponseBody().write(more);
            }
        });
        var updates = List.of(
                new SimUpdate(ONE, Map.of("label", "pump")),
                new SimUpdate(new SimId("000000002"), Map.of("label", "pump")));

        // When
        BulkAnswer answer = api.updateSims(() -> updates, Priority.COMMANDS);

        // Then
        assertThat(answer.lines().keySet()).containsExactly(ONE);
        assertThat(sent).as("bytes until the connection was closed").hasValueLessThan(ENDLESS);
    }

    private static void sendCompressed(HttpExchange http, boolean inChunks) throws IOException {
        assertThat(http.getRequestHeaders().getFirst("Accept-Encoding")).contains("gzip");
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(SIM);
        }
        http.getResponseHeaders().set("Content-Encoding", "gzip");
        http.sendResponseHeaders(200, inChunks ? 0 : compressed.size());
        http.getResponseBody().write(compressed.toByteArray());
    }
}
