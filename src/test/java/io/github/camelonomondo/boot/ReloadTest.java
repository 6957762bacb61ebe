package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.api.AuthForm;
import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.changes.scan.ScanControl;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ReloadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Logger QUIET = LoggerFactory.getLogger("reloaded.levels");

    private final CallBudget budget = new CallBudget(600, 16);
    private final ScanControl scans = new ScanControl();
    private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

    @TempDir
    private Path volume;

    private Periodically looks;

    @AfterEach
    void stop() {
        if (looks != null) {
            looks.stop();
        }
    }

    @Test
    void takesOverWhatIsWrittenAndGivesBackWhatIsTakenOut() throws IOException {
        // Given
        mount("ONOMONDO_CALLS_PER_MINUTE=300\n");
        start("60s");
        assertThat(budget.callsPerMinute()).isEqualTo(300);

        // When
        mount("# for the migration\nONOMONDO_CALLS_PER_MINUTE=120\nLOGGING_LEVEL_RELOADED_LEVELS=debug\n");

        // Then
        await().atMost(PATIENCE).until(() -> budget.callsPerMinute() == 120 && QUIET.isDebugEnabled());

        // When
        mount("");

        // Then
        await().atMost(PATIENCE).until(() -> budget.callsPerMinute() == 600 && !QUIET.isDebugEnabled());
    }

    @Test
    void saysWhatIsNotAllowedOnceAndKeepsWhatWas(CapturedOutput log) throws IOException {
        // Given
        mount("ONOMONDO_CALLS_PER_MINUTE=300\n");
        start("60s");

        // When
        mount("""
                ONOMONDO_CALLS_PER_MINUTE=lots
                ONOMONDO_SCAN_INTERVAL=0
                ONOMONDO_IN_FLIGHT=3
                LOGGING_LEVEL_RELOADED_LEVELS=loud
                logging.level.reloaded.others=debug
                """);

        // Then
        await().atMost(PATIENCE)
                .until(() -> LoggerFactory.getLogger("reloaded.others").isDebugEnabled());
        assertThat(budget.callsPerMinute()).isEqualTo(300);
        for (String fault : List.of(
                "ONOMONDO_CALLS_PER_MINUTE=lots: a whole number is allowed",
                "ONOMONDO_SCAN_INTERVAL=0: a duration such as 60s is allowed; from or to 0 needs a restart",
                "ONOMONDO_IN_FLIGHT: only ONOMONDO_CALLS_PER_MINUTE, ONOMONDO_SCAN_INTERVAL and LOGGING_LEVEL_…",
                "LOGGING_LEVEL_RELOADED_LEVELS=loud: one of [trace, debug,")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(log.getAll()).containsOnlyOnce(fault));
        }

        // When
        mount("ONOMONDO_CALLS_PER_MINUTE=90\n");

        // Then
        await().atMost(PATIENCE).until(() -> budget.callsPerMinute() == 90);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ONOMONDO_CALLS_PER_MINUTE=-1 | a whole number from 0 to 1000000 is allowed
            ONOMONDO_SCAN_INTERVAL=soon  | a duration such as 60s is allowed
            ONOMONDO_SCAN_INTERVAL=9999d | 0 or a duration such as 60s is allowed, up to 366d
            """)
    void stopsTheStartForWhatIsNotAllowed(String line, String allowed) throws IOException {
        mount(line);

        assertThatThrownBy(() -> start("60s"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(line + ": ")
                .hasMessageContaining(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ONOMONDO_GROUP=hunter2                                  | ONOMONDO_GROUP: only
            ONOMONDO_API_TOKEN=hunter2                              | ONOMONDO_API_TOKEN: only
            onomondo.api.token: hunter2                             | onomondo.api.token: only
            KAFKA_SASL_JAAS_CONFIG=Module required password="hunter2"; | KAFKA_SASL_JAAS_CONFIG: only
            export ONOMONDO_API_TOKEN=hunter2                       | a line without the name of a setting: only
            password="hunter2";                                     | a line without the name of a setting: only
            hunter2                                                 | a line without the name of a setting: only
            aHunter2Z==                                             | a line without the name of a setting: only
            HUNTER2                                                 | a line without the name of a setting: only
            """)
    void neverShowsALineOfAnotherFileThatWasTakenForIt(String line, String shown, CapturedOutput log)
            throws IOException {
        // Given
        mount(line);

        // When, Then
        assertThatThrownBy(() -> start("60s"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(": " + shown + " ONOMONDO_CALLS_PER_MINUTE")
                .hasMessageEndingWith("anything else needs a restart")
                .message()
                .doesNotContainIgnoringCase("hunter2");

        // And: no more is said once the connector runs
        mount("");
        start("60s");
        mount(line + "\nONOMONDO_CALLS_PER_MINUTE=300");
        String said = "not changed, " + volume.resolve("reload.properties") + ": " + shown;
        await().atMost(PATIENCE).until(() -> log.getAll().contains(said));
        assertThat(log.getAll()).doesNotContainIgnoringCase("hunter2");
    }

    @Test
    void stopsTheStartWithoutTheFile() {
        assertThatThrownBy(() -> start("60s"))
                .isInstanceOf(SettingException.class)
                .hasMessageEndingWith("a file that can be read is allowed");
    }

    private void start(String interval) {
        var api = new ConnectorSettings.Api(URI.create("https://api.onomondo.com"), false, "key", null, AuthForm.AUTO);
        var settings = new ConnectorSettings(
                api,
                600,
                16,
                Duration.ofSeconds(10),
                5,
                new ConnectorSettings.Scan(Duration.parse("PT" + interval), 1000),
                new ConnectorSettings.Commands(true, ConnectorSettings.Commands.TagMode.BULK, List.of()),
                Set.of(),
                "",
                "group",
                "classpath:routes/*.camel.yaml");
        var operating = new OperatingSettings(volume.resolve("reload.properties"), new OperatingSettings.Tracing(""));
        var reload = new Reload(settings, operating, budget, scans, logging);
        looks = new PeriodicConfiguration().reloads(reload);
        looks.start();
    }

    /** As the kubelet does: a folder for each version, a link to the newest that is swapped, a link to the file in there. */
    private void mount(String content) throws IOException {
        Path version = Files.createTempDirectory(volume, "..version");
        Files.writeString(version.resolve("reload.properties"), content);
        Path swap = Files.createSymbolicLink(volume.resolve("..data_tmp"), version.getFileName());
        Files.move(swap, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path file = volume.resolve("reload.properties");
        if (!Files.isSymbolicLink(file)) {
            Files.createSymbolicLink(file, Path.of("..data", "reload.properties"));
        }
    }
}
