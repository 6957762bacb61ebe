package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.api.AuthForm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void showsADurationAsItWasWritten() {
        assertThatThrownBy(() -> new ConnectorSettings.Scan(Duration.ofSeconds(-5), 1000))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("ONOMONDO_SCAN_INTERVAL=-5s: ");
    }
}
