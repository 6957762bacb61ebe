package io.github.camelonomondo.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
        var clock = new HandClock();
        var ring = KeyRing.watching(file, clock);
        assertThat(ring.nameOf("one")).isEqualTo("ops");

        // When, Then
        Files.writeString(file, "ops:three");
        clock.now = clock.now.plusSeconds(2);
        assertThat(ring.nameOf("one")).isNull();
        assertThat(ring.nameOf("three")).isEqualTo("ops");

        for (String bad : new String[] {"", "nonsense"}) {
            Files.writeString(file, bad);
            clock.now = clock.now.plusSeconds(2);
            assertThat(ring.nameOf("three")).isEqualTo("ops");
        }
        Files.delete(file);
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        assertThat(ring.nameOf("three")).isEqualTo("ops");
        assertThat(ring.isOpen()).isFalse();
    }

    @Test
    void doesNotBeginWithAFileWithoutKeys() throws IOException {
        var empty = Files.writeString(folder.resolve("keys"), "\n");

        assertThatThrownBy(() -> KeyRing.watching(empty, Clock.systemUTC())).hasMessageContaining("holds no key");
        assertThatThrownBy(() -> KeyRing.watching(folder.resolve("none"), Clock.systemUTC()))
                .hasMessageContaining("cannot be read");
    }

    private static final class HandClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
