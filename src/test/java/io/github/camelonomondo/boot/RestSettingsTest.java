package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestSettingsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Test
    void namesTheSettingAndTheEntryButNoKey() {
        assertThatThrownBy(() -> new RestSettings("ops:hunter 2", "", DEADLINE).keyRing())
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("ONOMONDO_REST_API_KEYS: entry 'ops' has no proper key; allowed are")
                .message()
                .doesNotContain("hunter");
    }

    @Test
    void namesTheFileThatCannotBeRead() {
        assertThatThrownBy(() -> new RestSettings("", "/none/keys", DEADLINE).keyRing())
                .hasMessage("ONOMONDO_REST_API_KEYS_FILE=/none/keys: the file cannot be read");
    }

    @Test
    void takesKeysFromOnePlaceOnly(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("keys"), "ops:one").toString();

        assertThat(new RestSettings("", file, DEADLINE).keyRing().nameOf("one")).isEqualTo("ops");
        assertThatThrownBy(() -> new RestSettings("ops:one", file, DEADLINE))
                .hasMessageContaining("both set: one of them is allowed");
    }

    @Test
    void refusesADeadlineThatCannotBeMeant() {
        assertThatThrownBy(() -> new RestSettings("", "", Duration.ZERO))
                .hasMessage("ONOMONDO_REST_DEADLINE=PT0S: 100ms to 10m is allowed");
    }

    @Test
    void keepsKeysOutOfItsText() {
        assertThat(new RestSettings("ops:hunter2", "", DEADLINE).toString()).doesNotContain("hunter2");
    }
}
