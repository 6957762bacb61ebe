package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.api.AuthForm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorSettingsTest {

    @Test
    void refusesAFileOfTheKeyThatIsEmpty(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "\n");

        assertThatThrownBy(() -> new ConnectorSettings.Api(
                        URI.create("https://api.onomondo.com"), false, "", file, AuthForm.AUTO))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "ONOMONDO_API_TOKEN_FILE=" + file + ": it is empty, a file that holds the API key is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0.0005S", "P367D", "PT9999999H"})
    void refusesAnIntervalThatIsNone(String interval) {
        assertThatThrownBy(() -> new ConnectorSettings.Scan(Duration.parse(interval), 1000))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("ONOMONDO_SCAN_INTERVAL=")
                .hasMessageEndingWith(": 0 or a duration such as 60s is allowed, up to 366d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.001S", "PT1M", "P366D"})
    void takesIntervalsFromAMillisecondToAYear(String interval) {
        assertThatCode(() -> new ConnectorSettings.Scan(Duration.parse(interval), 1000))
                .doesNotThrowAnyException();
    }

    @Test
    void showsADurationAsItWasWritten() {
        assertThatThrownBy(() -> new ConnectorSettings.Scan(Duration.ofSeconds(-5), 1000))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("ONOMONDO_SCAN_INTERVAL=-5s: ");
    }
}
