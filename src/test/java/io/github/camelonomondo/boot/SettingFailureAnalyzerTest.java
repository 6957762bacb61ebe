package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.mock.env.MockEnvironment;

/** What Kafka's clients do not take is said in one line, too. */
class SettingFailureAnalyzerTest {

    private static final String PLAIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required" + " username=\"u\" password=\"s3cret\";";

    private final MockEnvironment environment = new MockEnvironment();
    private final SettingFailureAnalyzer analyzer = new SettingFailureAnalyzer(environment);

    @ParameterizedTest
    @ValueSource(strings = {"broker", "broker.invalid:9092", "broker:port"})
    void namesTheBrokersThatCannotBeReadOrFound(String brokers) {
        environment.setProperty("kafka.bootstrap.servers", brokers);

        assertThat(lineFor(Map.of("bootstrap.servers", brokers)))
                .startsWith("KAFKA_BOOTSTRAP_SERVERS=" + brokers + ": host:port")
                .doesNotContain("\n");
    }

    @Test
    void namesAnotherSettingAndWhatIsAllowed() {
        assertThat(lineFor(Map.of("bootstrap.servers", "127.0.0.1:1", "security.protocol", "TSL")))
                .startsWith("KAFKA_SECURITY_PROTOCOL: ")
                .contains("TSL", "SASL_SSL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSL", "SASL_SSL"})
    void namesTheStoreThatIsNotThere(String protocol) {
        assertThat(lineFor(tls(protocol, "/nonexistent.p12")))
                .isEqualTo("KAFKA_SSL_TRUSTSTORE_LOCATION=/nonexistent.p12: Failed to load SSL keystore"
                        + " /nonexistent.p12 of type PKCS12, NoSuchFileException: /nonexistent.p12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSL", "SASL_SSL"})
    void namesTheStoreThatIsNone(String protocol, @TempDir Path folder) throws IOException {
        var junk = Files.writeString(folder.resolve("junk.p12"), "junk").toString();

        assertThat(lineFor(tls(protocol, junk)))
                .startsWith("KAFKA_SSL_TRUSTSTORE_LOCATION=" + junk + ": ")
                .contains(" of type PKCS12, EOFException")
                .doesNotContain("KafkaException", "s3cret", "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSL", "SASL_SSL"})
    void saysThatThePasswordIsWrong(String protocol, @TempDir Path folder) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Path file = folder.resolve("trusted.p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "another".toCharArray());
        }

        assertThat(lineFor(tls(protocol, file.toString())))
                .startsWith("KAFKA_SSL_TRUSTSTORE_LOCATION=" + file + ": ")
                .contains(" of type PKCS12, IOException: ")
                .doesNotContain("KafkaException", "s3cret", "\n");
    }

    @Test
    void doesNotTakeOneStoreForAnotherWhoseNameItBeginsWith() {
        var settings = new HashMap<>(tls("SSL", "/nonexistent"));
        settings.put("ssl.keystore.location", "/nonexistent.p12");
        settings.put("ssl.keystore.password", "s3cret");

        assertThat(lineFor(settings)).startsWith("KAFKA_SSL_KEYSTORE_LOCATION=/nonexistent.p12: ");
    }

    @Test
    void saysOnceWhyALoginFails() {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", "127.0.0.1:1",
                "security.protocol", "SASL_SSL",
                "sasl.kerberos.service.name", "kafka",
                "sasl.jaas.config", "com.sun.security.auth.module.Krb5LoginModule required principal=\"u@R\";");

        assertThat(lineFor(settings))
                .startsWith("KAFKA_SASL_JAAS_CONFIG, KAFKA_SASL_KERBEROS_SERVICE_NAME: LoginException: ")
                .containsOnlyOnce("LoginException");
    }

    @Test
    void namesAllThatMayBeMeantAndNoneOfTheirValues() {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", "127.0.0.1:1",
                "security.protocol", "SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.certificates", "s3cret");

        assertThat(lineFor(settings))
                .isEqualTo("KAFKA_SSL_TRUSTSTORE_CERTIFICATES, KAFKA_SSL_TRUSTSTORE_TYPE:"
                        + " No matching CERTIFICATE entries in PEM file");
    }

    @ParameterizedTest
    @CsvSource({"8080, SERVER_PORT=8080", "9876, MANAGEMENT_PORT=9876"})
    void namesThePortThatIsTaken(int port, String setting) {
        environment.setProperty("server.port", "8080");
        environment.setProperty("management.server.port", "9876");

        FailureAnalysis analysis = analyzer.analyze(new IllegalStateException(new PortInUseException(port)));

        assertThat(Objects.requireNonNull(analysis).getDescription())
                .isEqualTo(setting + ": it is in use, one that is free is allowed");
    }

    @ParameterizedTest
    @CsvSource({"onomondo.api.token, ONOMONDO_API_TOKEN", "onomondo.rest.api-keys, ONOMONDO_REST_API_KEYS"})
    void showsNoKeyThatLooksLikeAPlaceholder(String property, String variable) {
        environment.setProperty(property, "s3cret${" + property + "}s3cret");
        Throwable refused = catchThrowable(() -> Binder.get(environment).bind(property, String.class));

        FailureAnalysis analysis = analyzer.analyze(new IllegalStateException(refused));

        assertThat(refused).hasStackTraceContaining("s3cret");
        assertThat(Objects.requireNonNull(analysis).getDescription())
                .startsWith(variable + ": a placeholder")
                .doesNotContain("s3cret");
    }

    @Test
    void leavesOtherFailuresToOthers() {
        assertThat(analyzer.analyze(new IllegalStateException("something else")))
                .isNull();
    }

    private static Map<String, Object> tls(String protocol, String truststore) {
        return Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "security.protocol", protocol,
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", PLAIN,
                "ssl.truststore.type", "PKCS12",
                "ssl.truststore.password", "s3cret",
                "ssl.truststore.location", truststore);
    }

    private String lineFor(Map<String, Object> kafka) {
        kafka.forEach((name, value) -> environment.setProperty("kafka." + name, value.toString()));
        Throwable refused = catchThrowable(() -> Admin.create(kafka).close());
        FailureAnalysis analysis = analyzer.analyze(new BeanCreationException("kafkaAdmin", "not created", refused));
        return Objects.requireNonNull(analysis).getDescription();
    }
}
