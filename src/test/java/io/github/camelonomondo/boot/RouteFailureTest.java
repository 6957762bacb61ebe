package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

/** Files of routes as operators break them, read by Camel. */
class RouteFailureTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - route:\\n    id: x\\n   from: [                                              | , line 3, column 4: expected
            - route:\\n    id: x\\n    from:\\n      uri: timer:a\\n      stepz: []          | , line 5, column 14: Unsupported field: stepz
            - foo:\\n    id: x                                                            | , line 1, column 3: Unknown node id: foo
            """)
    void namesTheFileAndTheLine(String yaml, String where) throws Exception {
        assertThat(lineFor(yaml)).startsWith(routes() + ": " + routes().replaceFirst("^[^=]*=", "") + where);
    }

    @Test
    void namesTheRouteThatCannotBeMadeAndNotAllOfIt() throws Exception {
        var yaml = "- route:\\n    id: x\\n    from:\\n      uri: timer:a\\n      steps:\\n      - to: nonsense:b";

        assertThat(lineFor(yaml))
                .isEqualTo(routes() + ": Failed to create route: x at: >>> to[nonsense:b] <<<: No endpoint could be"
                        + " found for: nonsense://b, please check your classpath contains the needed Camel component"
                        + " jar.");
    }

    @Test
    void namesTheFileThatIsEmpty() throws Exception {
        assertThat(lineFor("")).startsWith(routes() + ": Resource is empty: file:");
    }

    private String routes() {
        return "ONOMONDO_ROUTES=file:" + folder.resolve("mine.camel.yaml");
    }

    private String lineFor(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("mine.camel.yaml"), yaml.replace("\\n", "\n"));
        var environment = new MockEnvironment().withProperty("onomondo.routes", "file:" + file);
        try (var camel = new DefaultCamelContext()) {
            Throwable failure = catchThrowable(() -> {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:" + file));
                camel.start();
            });
            var analysis = new SettingFailureAnalyzer(environment).analyze(new IllegalStateException(failure));
            String line = Objects.requireNonNull(analysis).getDescription();
            assertThat(line).doesNotContain("\n");
            return line;
        }
    }
}
