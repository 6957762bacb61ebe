package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelonomondo.sim.SimId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A balancer leads each connection to one server, and one of them is on its way out: it answers, but with 503 alone. */
class FailingBackendTest {

    private static final SimId SIM = new SimId("000000001");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicReference<InetSocketAddress> first = new AtomicReference<>();
    private HttpServer server;

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
            first.compareAndSet(null, http.getRemoteAddress());
            byte[] body = "{\"id\":\"000000001\"}".getBytes(UTF_8);
            http.sendResponseHeaders(http.getRemoteAddress().equals(first.get()) ? 503 : 200, body.length);
            http.getResponseBody().write(body);
        }
    }

    @Test
    void isNotAskedAgainOverTheSameConnection() {
        // Given
        var settings = new ApiSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                AuthForm.BEARER,
                0,
                1,
                Duration.ofSeconds(5));
        try (var api =
                new HttpOnomondoApi(context, settings, ApiKey.of("key"), new CallBudget(0, 1), CallObserver.none())) {
            assertThatThrownBy(() -> api.getSim(SIM, Priority.COMMANDS)).isInstanceOf(ApiException.Unavailable.class);

            // When
            byte[] sim = api.getSim(SIM, Priority.COMMANDS);

            // Then
            assertThat(sim).isNotEmpty();
        }
    }
}
