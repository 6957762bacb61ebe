package io.github.camelonomondo.boot.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.boot.SettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestSettingsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Test
    void namesTheSettingAndTheEntryButNoKey() {
        assertThatThrownBy(() -> settings("ops:hunter 2", "", "", "", DEADLINE).callers())
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("ONOMONDO_REST_API_KEYS: entry 'ops' has no proper key; allowed are")
                .message()
                .doesNotContain("hunter");
    }

    @Test
    void namesTheFileThatCannotBeRead() {
        assertThatThrownBy(() -> settings("", "/none/keys", "", "", DEADLINE).callers())
                .hasMessage("ONOMONDO_REST_API_KEYS_FILE=/none/keys: the file cannot be read");
    }

    @Test
    void takesKeysFromOnePlaceOnly(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("keys"), "ops:one").toString();

        assertThat(settings("", file, "", "", DEADLINE).callers().nameOf("one")).isEqualTo("ops");
        assertThatThrownBy(() -> settings("ops:one", file, "", "", DEADLINE))
                .hasMessageContaining("both set: one of them is allowed");
    }

    @Test
    void refusesADeadlineThatCannotBeMeant() {
        assertThatThrownBy(() -> settings("", "", "", "", Duration.ZERO))
                .hasMessage("ONOMONDO_REST_DEADLINE=0s: 100ms to 10m is allowed");
    }

    @Test
    void keepsKeysOutOfItsText() {
        assertThat(settings("ops:hunter2", "", "", "", DEADLINE).toString()).doesNotContain("hunter2");
    }

    @Test
    void namesAnIssuerThatCannotBeAsked() {
        assertThatThrownBy(() -> settings("", "", "http://login.example", "", DEADLINE))
                .hasMessage("ONOMONDO_REST_JWT_ISSUER_URI=http://login.example: an https URL is allowed,"
                        + " plain http to loopback only");
        assertThatThrownBy(() -> settings("", "", "not a URL", "", DEADLINE)).isInstanceOf(SettingException.class);
        assertThatThrownBy(() -> settings("", "", "", "us", DEADLINE))
                .hasMessage("ONOMONDO_REST_JWT_AUDIENCE=us: allowed only with ONOMONDO_REST_JWT_ISSUER_URI");
    }

    @Test
    void isOpenToThisMachineOnlyIfThereIsNeitherKeyNorIssuer() {
        assertThat(settings("", "", "", "", DEADLINE).callers().isEverybody()).isTrue();
        assertThat(settings("ops:one", "", "", "", DEADLINE).callers().isEverybody())
                .isFalse();
        assertThat(settings("", "", "https://login.example", "", DEADLINE)
                        .callers()
                        .isEverybody())
                .isFalse();
    }

    private static RestSettings settings(String keys, String file, String issuer, String audience, Duration deadline) {
        return new RestSettings(keys, file, issuer, audience, deadline);
    }
}
