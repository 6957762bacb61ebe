package io.github.camelonomondo.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectorProcessTest {

    /** Stands in for the connector: it is ready at once and prints what it was given. */
    static final class Stub {

        public static void main(String[] args) throws IOException {
            var port = Integer.parseInt(System.getenv("MANAGEMENT_PORT"));
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/observe/health/ready", http -> {
                http.sendResponseHeaders(200, -1);
                http.close();
            });
            server.start();
            System.out.println("token " + System.getenv("ONOMONDO_API_TOKEN"));
        }
    }

    @Test
    void runsUntilItIsTerminated() {
        try (var connector = start()) {
            connector.awaitReady();

            assertThat(connector.log()).contains("token secret");
            assertThat(connector.terminate()).isEqualTo(128 + 15);
            assertThat(connector.isAlive()).isFalse();
        }
    }

    @Test
    void diesWhenItIsKilled() {
        try (var connector = start()) {
            connector.awaitReady();
            connector.kill();

            assertThat(connector.isAlive()).isFalse();
            assertThat(connector.status("/observe/health/ready")).isZero();
        }
    }

    @Test
    void answersNobodyWhileItIsPaused() {
        try (var connector = start()) {
            connector.awaitReady();
            connector.pause();
            assertThat(connector.status("/observe/health/ready")).isZero();

            connector.resume();
            await().until(() -> connector.status("/observe/health/ready") == 200);
        }
    }

    @Test
    void saysAtOnceThatItEnded() {
        try (var connector = ConnectorProcess.start(Map.of(), List.of(), "-version")) {
            assertThatThrownBy(connector::awaitReady).hasStackTraceContaining("connector ended");
        }
    }

    private static ConnectorProcess start() {
        return ConnectorProcess.start(
                Map.of("ONOMONDO_API_TOKEN", "secret"),
                List.of("-Xmx64m"),
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                Stub.class.getName());
    }
}
