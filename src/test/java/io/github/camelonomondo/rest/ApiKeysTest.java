package io.github.camelonomondo.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {

    @TempDir
    private Path folder;

    @Test
    void knowsEachKeyByItsName() {
        var keys = ApiKeys.parse("ops:abc:def, billing:xyz=+/");

        assertThat(keys.nameOf("Bearer abc:def")).isEqualTo("ops");
        assertThat(keys.nameOf("xyz=+/")).isEqualTo("billing");
        assertThat(keys.nameOf("abc")).isNull();
        assertThat(keys.nameOf(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ",", "\n"})
    void hasNoneInBlankText(String text) {
        assertThat(ApiKeys.parse(text).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hunter2", "ops:", ":hunter2", "ops:hunter 2", "o ps:hunter2", "a:x,a:hunter2", "a:hünter2"})
    void refusesWhatIsNoPairWithoutShowingTheKey(String text) {
        assertThatThrownBy(() -> ApiKeys.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(text.startsWith("a:") ? "'a'" : text.startsWith("ops") ? "'ops'" : "entry 1")
                .doesNotContain("unter");
    }

    @Test
    void readsItsFileAgainAndKeepsWhatItHadIfTheFileWentBad() throws IOException {
        // Given
        var file = Files.writeString(folder.resolve("keys"), "ops:one\nbilling:two\n");
        var nanoTime = new AtomicLong(Long.MAX_VALUE); // it may begin anywhere
        var ring = KeyRing.watching(file, nanoTime::get);
        assertThat(ring.nameOf("one")).isEqualTo("ops");

        // When, Then
        Files.writeString(file, "ops:three");
        nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(ring.nameOf("one")).isNull();
        assertThat(ring.nameOf("three")).isEqualTo("ops");

        for (String bad : new String[] {"", "nonsense"}) {
            Files.writeString(file, bad);
            nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
            assertThat(ring.nameOf("three")).isEqualTo("ops");
        }
        Files.delete(file);
        nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(ring.nameOf("three")).isEqualTo("ops");
        assertThat(ring.isOpen()).isFalse();
    }

    @Test
    void doesNotBeginWithAFileWithoutKeys() throws IOException {
        var empty = Files.writeString(folder.resolve("keys"), "\n");

        assertThatThrownBy(() -> KeyRing.watching(empty, System::nanoTime)).hasMessageContaining("holds no key");
        assertThatThrownBy(() -> KeyRing.watching(folder.resolve("none"), System::nanoTime))
                .hasMessageContaining("cannot be read");
    }
}
