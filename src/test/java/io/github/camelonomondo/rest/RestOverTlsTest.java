package io.github.camelonomondo.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.support.TlsKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** REST over TLS by Spring Boot's own settings; what watches the connector stays on plain HTTP. */
@RestTest
class RestOverTlsTest {

    private static final TlsKeys KEYS = TlsKeys.in(folder(), "changeit");

    @DynamicPropertySource
    static void tls(DynamicPropertyRegistry registry) {
        registry.add("server.ssl.key-store", () -> KEYS.keys().toString());
        registry.add("server.ssl.key-store-password", KEYS::password);
        registry.add("management.server.ssl.enabled", () -> false);
    }

    @Test
    void answersWhoTrustsIt(@LocalServerPort int port, @LocalManagementPort int managementPort) throws Exception {
        var http = HttpClient.newBuilder().sslContext(trusting()).build();
        var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/tags"))
                .header("Authorization", RestClient.KEY)
                .build();

        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        assertThat(Raw.request(port, "GET /tags", "")).startsWith("HTTP/1.1 400");
        assertThat(Raw.request(managementPort, "GET /observe/health/live", "")).startsWith("HTTP/1.1 200");
    }

    private static SSLContext trusting() throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(KEYS.trust().toFile(), KEYS.password().toCharArray()));
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "tls").toAbsolutePath()), "keys-");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
