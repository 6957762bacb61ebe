package io.github.camelonomondo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/promises.md names tests that are there. */
class PromisesPageTest {

    private static final Path PAGE = Path.of("docs", "promises.md");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void namesTestsThatAreThere() throws IOException {
        var sources = sources();
        var named = TEST.matcher(Files.readString(PAGE)).results().toList();

        assertThat(named).hasSizeGreaterThan(50).allSatisfy(test -> {
            // A class of which nothing is there yet is on its way; its name alone is no promise.
            if (sources.containsKey(test.group(1))) {
                assertThat(sources.get(test.group(1))).as(test.group()).contains(" " + test.group(2) + "(");
            }
        });
    }

    private static Map<String, String> sources() throws IOException {
        var sources = new HashMap<String, String>();
        try (var files = Files.walk(Path.of("src", "test", "java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }
}
