package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteFilesTest {

    @Test
    void areNamedOneByOneIfTheyAreOnTheClassPath() {
        String files = RouteFiles.of("classpath:routes/*.camel.yaml");

        assertThat(files.split(",", -1))
                .contains("classpath:routes/sim-commands-from-kafka.camel.yaml")
                .allMatch(file -> file.matches("classpath:routes/[a-z-]+\\.camel\\.yaml"))
                .doesNotHaveDuplicates();
    }

    @Test
    void areLeftToCamelIfTheyAreInAFolder(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("mine.camel.yaml"));
        var pattern = "file:" + folder + "/*.camel.yaml";

        assertThat(RouteFiles.of(pattern)).isEqualTo(pattern);
    }

    @Test
    void areLeftToCamelIfTheyMayBeInFoldersOfTheClassPath() {
        assertThat(RouteFiles.of("classpath:routes/**")).isEqualTo("classpath:routes/**");
    }

    @Test
    void mayBeSeveral(@TempDir Path folder) throws IOException {
        var two = "file:" + Files.createFile(folder.resolve("a.camel.yaml")) + ",file:"
                + Files.createFile(folder.resolve("b.camel.yaml"));

        assertThat(RouteFiles.of(two)).isEqualTo(two);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:FOLDER/*.camel.yaml",
                "file:FOLDER/mine.camel.yaml",
                "file:FOLDER/",
                "FOLDER/mine.camel.yaml",
                ""
            })
    void areRequired(String pattern, @TempDir Path folder) {
        String none = pattern.replace("FOLDER", folder.toString());

        assertThatThrownBy(() -> RouteFiles.of(none))
                .isInstanceOf(SettingException.class)
                .hasMessage("ONOMONDO_ROUTES=" + none + ": a pattern that matches at least one file is allowed");
    }
}
