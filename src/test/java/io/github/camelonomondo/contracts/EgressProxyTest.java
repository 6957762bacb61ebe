package io.github.camelonomondo.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.boot.Application;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.ConnectorProcess;
import io.github.camelonomondo.support.EgressProxy;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.TlsKeys;
import io.github.camelonomondo.support.Topics;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of the API go through a proxy, with the variables of docs/operations.md, in a process that has them for its environment. */
class EgressProxyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String PASSWORD = "egress-3d11b7";
    private static final io.github.camelonomondo.kafka.Topics NAMES = new io.github.camelonomondo.kafka.Topics("");

    @TempDir
    private Path folder;

    @Test
    void leadsToTheApiAndItsCertificateIsBelieved() throws Exception {
        var keys = TlsKeys.in(folder, "store-91e0aa");
        try (var broker = new KafkaBroker().start();
                var api = new SimulatedOnomondo(Fleet.of(5)).start();
                var proxy = new EgressProxy(keys, URI.create(api.url()).getPort(), "connector", PASSWORD);
                var topics = new Topics(broker.bootstrapServers());
                var connector = start(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        broker.bootstrapServers(),
                        // A host that only the proxy knows.
                        "ONOMONDO_API_URL",
                        "https://api.onomondo.test",
                        "ONOMONDO_API_TOKEN",
                        "test-token",
                        "CAMEL_COMPONENT_HTTP_PROXYHOST",
                        proxy.host(),
                        "CAMEL_COMPONENT_HTTP_PROXYPORT",
                        Integer.toString(proxy.port()),
                        "CAMEL_COMPONENT_HTTP_PROXYAUTHSCHEME",
                        "http",
                        "CAMEL_COMPONENT_HTTP_PROXYAUTHMETHOD",
                        "Basic",
                        "CAMEL_COMPONENT_HTTP_PROXYAUTHUSERNAME",
                        "connector",
                        "CAMEL_COMPONENT_HTTP_PROXYAUTHPASSWORD",
                        PASSWORD,
                        "JAVA_TOOL_OPTIONS",
                        "-XX:TieredStopAtLevel=1 -Djavax.net.ssl.trustStore=" + storeWithoutPassword(keys)))) {
            connector.awaitReady();
            topics.await(NAMES.events(), PATIENCE, events -> events.size() == 5);
            topics.send(NAMES.commands(), "000000001", "{\"type\":\"relabel\",\"label\":\"behind a proxy\"}");
            topics.flush();
            topics.await(NAMES.commandResults(), PATIENCE, results -> results.size() == 1);

            assertThat(api.fleet().label("000000001")).isEqualTo("behind a proxy");
            assertThat(proxy.asked()).isNotEmpty().containsOnly("api.onomondo.test:443");
            assertThat(connector.log()).doesNotContain(PASSWORD);
        }
    }

    private static ConnectorProcess start(Map<String, String> environment) {
        return ConnectorProcess.start(
                environment,
                List.of("-Xmx256m"),
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName());
    }

    /** As {@code keytool -storetype JKS} makes it: of this type the certificates are read without a password. */
    private Path storeWithoutPassword(TlsKeys keys) throws Exception {
        var trusted =
                KeyStore.getInstance(keys.trust().toFile(), keys.password().toCharArray());
        var store = KeyStore.getInstance("JKS");
        store.load(null);
        store.setCertificateEntry("proxy", trusted.getCertificate("server"));
        Path file = folder.resolve("trust.jks");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return file;
    }
}
