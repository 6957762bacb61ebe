package io.github.camelonomondo.api;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AuthorizationTest {

    @Test
    void writesTheKeyInTheFormThatWasSet() {
        assertThat(new Authorization(ApiKey.of("k"), AuthForm.BEARER).header()).isEqualTo("Bearer k");
        assertThat(new Authorization(ApiKey.of("k"), AuthForm.RAW).header()).isEqualTo("k");
        assertThat(new Authorization(ApiKey.of("k"), AuthForm.AUTO).header()).isEqualTo("Bearer k");
    }

    @Test
    void triesTheOtherFormOnceAndKeepsWhatWorks() {
        var authorization = new Authorization(ApiKey.of("k"), AuthForm.AUTO);

        assertThat(authorization.alternativeTo("Bearer k")).isEqualTo("k");
        assertThat(authorization.header()).as("not before it was accepted").isEqualTo("Bearer k");
        authorization.keep("k");
        assertThat(authorization.header()).isEqualTo("k");
        assertThat(authorization.alternativeTo("k")).isEqualTo("Bearer k");
    }

    @Test
    void triesWhatAnotherThreadFoundMeanwhile() {
        var authorization = new Authorization(ApiKey.of("k"), AuthForm.AUTO);
        authorization.keep("k");

        assertThat(authorization.alternativeTo("Bearer k")).isEqualTo("k");
    }

    @Test
    void hasNothingElseToTryWhenTheFormIsSet() {
        assertThat(new Authorization(ApiKey.of("k"), AuthForm.BEARER).alternativeTo("Bearer k"))
                .isNull();
        assertThat(new Authorization(ApiKey.of("k"), AuthForm.RAW).alternativeTo("k"))
                .isNull();
    }

    @Test
    void readsTheFileAgainWhenTheKeyIsRefused(@TempDir Path folder) throws IOException {
        // Given
        Path file = folder.resolve("key");
        Files.writeString(file, "old\n");
        var authorization = new Authorization(ApiKey.in(file), AuthForm.RAW);
        assertThat(authorization.header()).isEqualTo("old");

        // When
        Files.writeString(file, "new\n");

        // Then
        assertThat(authorization.alternativeTo("old")).isEqualTo("new");
        assertThat(authorization.header()).isEqualTo("new");
    }

    @Test
    void keepsTheKeyWhenItsFileGoesAway(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key");
        Files.writeString(file, "old");
        var key = ApiKey.in(file);
        assertThat(key.current()).isEqualTo("old");

        Files.delete(file);
        key.refresh();

        assertThat(key.current()).isEqualTo("old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "n\0l", "tw o", "\u00e9"})
    void keepsTheKeyAndWarnsOnceWhenItsFileHoldsNone(String none, @TempDir Path folder, CapturedOutput log)
            throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "old");
        var key = ApiKey.in(file);
        assertThat(key.current()).isEqualTo("old");

        Files.writeString(file, none);

        for (int i = 0; i < 2; i++) {
            key.refresh();
            assertThat(key.current()).isEqualTo("old");
        }
        assertThat(log.getAll().lines().filter(line -> line.contains("WARN")))
                .singleElement(as(STRING))
                .contains("the API key cannot be read again")
                .doesNotContain(none);
    }

    @Test
    void keepsTheKeyAndWarnsWhenItsFileIsNotUtf8(@TempDir Path folder, CapturedOutput log) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "old");
        var key = ApiKey.in(file);
        assertThat(key.current()).isEqualTo("old");

        Files.write(file, "\uFEFFnew".getBytes(StandardCharsets.UTF_16LE));
        key.refresh();

        assertThat(key.current()).isEqualTo("old");
        assertThat(log.getAll()).contains("the API key cannot be read again", "it is not UTF-8");
    }

    @Test
    void isTheKeyAloneThoughItsFileHasTheSchemeToo(@TempDir Path folder) throws IOException {
        assertThat(ApiKey.in(Files.writeString(folder.resolve("key"), "Bearer k3y\n"))
                        .current())
                .isEqualTo("k3y");
    }

    @Test
    void isNoKeyIfItsFileHoldsTheSchemeAlone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "old");
        var key = ApiKey.in(file);
        assertThat(key.current()).isEqualTo("old");

        Files.writeString(file, "Bearer \n");
        key.refresh();

        assertThat(key.current()).isEqualTo("old");
    }

    @Test
    void keepsTheKeyWhenItsFileHoldsMoreThanOne(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "old");
        var key = ApiKey.in(file);
        assertThat(key.current()).isEqualTo("old");

        Files.writeString(file, "n".repeat(100_000));
        key.refresh();

        assertThat(key.current()).isEqualTo("old");
    }

    @Test
    void readsAKeyBehindAByteOrderMark(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "\uFEFFkey\r\n");

        assertThat(ApiKey.in(file).current()).isEqualTo("key");
    }

    @Test
    void keepsTheKeyWhileItsFileIsEmptyBetweenTwoWrites(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key");
        Files.writeString(file, "old");
        var key = ApiKey.in(file);
        assertThat(key.current()).isEqualTo("old");

        Files.writeString(file, "\n");
        key.refresh();

        assertThat(key.current()).isEqualTo("old");
    }

    @Test
    void saysWhichFileCannotBeRead(@TempDir Path folder) {
        assertThatThrownBy(() -> ApiKey.in(folder.resolve("missing")).current())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void neverShowsTheKey(@TempDir Path folder) {
        assertThat(ApiKey.of("s3cret")).hasToString("ApiKey");
        assertThat(ApiKey.in(folder.resolve("key")).toString()).startsWith("ApiKey in ");
    }
}
