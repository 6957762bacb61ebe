package io.github.camelonomondo.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.ScramDoor;
import io.github.camelonomondo.support.TlsKeys;
import io.github.camelonomondo.support.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** All Kafka clients of the connector come through TLS with a SCRAM password, given as {@code KAFKA_…} settings. */
@ExtendWith(OutputCaptureExtension.class)
class SecuredKafkaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "scram-5f7c00d1";
    private static final String STORE_PASSWORD = "store-91e0aa";
    private static final io.github.camelonomondo.kafka.Topics NAMES = new io.github.camelonomondo.kafka.Topics("");

    @TempDir
    private Path folder;

    @Test
    void carriesCommandsAndChanges(CapturedOutput log) throws Exception {
        var door = new ScramDoor(TlsKeys.in(folder, STORE_PASSWORD), "connector", PASSWORD);
        try (var broker = new KafkaBroker(door).start();
                var api = new SimulatedOnomondo(Fleet.of(5)).start();
                var topics = new Topics(settings(broker, door))) {
            letsNobodyElseIn(broker, door);
            try (var connector = RunningConnector.start(broker.bootstrapServers(), api.url(), variables(door))) {
                assertThat(connector.restPort()).isPositive();
                topics.await(NAMES.events(), PATIENCE, events -> events.size() == 5);
                topics.send(NAMES.commands(), "000000001", "{\"type\":\"relabel\",\"label\":\"behind TLS\"}");
                topics.send(NAMES.commands(), "000000001", "{\"type\":\"explode\"}");
                topics.send(NAMES.control(), null, "{\"order\":\"scan-now\"}");
                topics.flush();
                topics.await(NAMES.commandResults(), PATIENCE, results -> results.size() == 2);
                topics.await(NAMES.deadLetters(), PATIENCE, letters -> letters.size() == 1);
                topics.await(
                        NAMES.notifications(),
                        PATIENCE,
                        told -> told.stream().anyMatch(record -> record.value().contains("scan-now")));
                assertThat(api.fleet().label("000000001")).isEqualTo("behind TLS");
            }
        }
        assertThat(log.getAll()).contains("leading").doesNotContain(PASSWORD, STORE_PASSWORD);
    }

    @Test
    void takesItsPasswordsFromAFile(CapturedOutput log) throws Exception {
        var door = new ScramDoor(TlsKeys.in(folder, STORE_PASSWORD), "connector", PASSWORD);
        Path secrets = Files.writeString(
                folder.resolve("kafka.properties"), "password=" + PASSWORD + "\nstore=" + STORE_PASSWORD + "\n");
        var variables = Stream.of(variables(door))
                .map(variable -> variable.replace(PASSWORD, "${file:" + secrets + ":password}")
                        .replace(STORE_PASSWORD, "${file:" + secrets + ":store}"));
        var providers = Stream.of(
                "KAFKA_CONFIG_PROVIDERS=file",
                "KAFKA_CONFIG_PROVIDERS_FILE_CLASS=" + FileConfigProvider.class.getName(),
                "KAFKA_CONFIG_PROVIDERS_FILE_PARAM_ALLOWED_PATHS=" + folder);
        try (var broker = new KafkaBroker(door).start();
                var api = new SimulatedOnomondo(Fleet.of(5)).start();
                var topics = new Topics(settings(broker, door));
                var connector = RunningConnector.start(
                        broker.bootstrapServers(),
                        api.url(),
                        Stream.concat(variables, providers).toArray(String[]::new))) {
            assertThat(connector.restPort()).isPositive();
            topics.await(NAMES.events(), PATIENCE, events -> events.size() == 5);
            topics.send(NAMES.commands(), "000000001", "{\"type\":\"relabel\",\"label\":\"behind TLS\"}");
            topics.flush();
            topics.await(NAMES.commandResults(), PATIENCE, results -> results.size() == 1);
        }
        assertThat(log.getAll()).contains("leading").doesNotContain(PASSWORD, STORE_PASSWORD);
    }

    private static void letsNobodyElseIn(KafkaBroker broker, ScramDoor door) {
        var wrong = settings(broker, door);
        wrong.computeIfPresent(
                "sasl.jaas.config", (name, value) -> value.toString().replace(PASSWORD, "guessed"));
        try (var admin = Admin.create(wrong)) {
            assertThatThrownBy(() -> admin.listTopics().names().get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    private static Map<String, Object> settings(KafkaBroker broker, ScramDoor door) {
        var settings = new HashMap<>(door.clientSettings());
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return settings;
    }

    /** {@code KAFKA_SASL_MECHANISM=…} and the others. */
    private static String[] variables(ScramDoor door) {
        return door.clientSettings().entrySet().stream()
                .map(setting -> "KAFKA_"
                        + setting.getKey().toUpperCase(Locale.ROOT).replace('.', '_') + "=" + setting.getValue())
                .toArray(String[]::new);
    }
}
