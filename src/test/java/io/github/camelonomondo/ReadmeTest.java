package io.github.camelonomondo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.component.OnomondoComponent;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README.md says of settings, topics and messages what is so. */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Path SETTINGS = Path.of("src", "main", "resources", "application.yaml");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z_]*):([^}]*)}");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([A-Z][A-Z_]*)` \\| (?:`([^`]*)`|–) \\|", Pattern.MULTILINE);
    private static final Pattern TOPIC_ROW = Pattern.compile("^\\| `(onomondo\\.[a-z.-]+)` \\|", Pattern.MULTILINE);
    private static final String BLOCK = "```%s\\R(.*?)```";

    @Test
    void namesEverySettingWithItsDefault() throws IOException {
        assertThat(pairs(ROW, README)).isEqualTo(pairs(PLACEHOLDER, SETTINGS)).isNotEmpty();
    }

    @Test
    void namesEveryTopic() throws IOException {
        var topics = new Topics("");

        assertThat(matches(TOPIC_ROW, README).map(row -> row.group(1)))
                .containsExactlyInAnyOrder(
                        topics.commands(),
                        topics.commandResults(),
                        topics.deadLetters(),
                        topics.events(),
                        topics.state(),
                        topics.checkpoint(),
                        topics.notifications(),
                        topics.control());
    }

    @ParameterizedTest
    @MethodSource("pagesWithExamples")
    void givesExamplesThatAreJson(Path page) throws IOException {
        List<String> examples = blocks("json", page);

        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(json ->
                        assertThatCode(() -> new ObjectMapper().readTree(json)).doesNotThrowAnyException());
    }

    static Stream<Path> pagesWithExamples() {
        return Stream.of(README, Path.of("docs", "commands.md"), Path.of("docs", "changes.md"));
    }

    @Test
    void givesARouteThatRuns() throws Exception {
        // Given
        var yaml = blocks("yaml", README).get(0);
        try (var simulator = new SimulatedOnomondo(Fleet.of(3)).start();
                var context = new DefaultCamelContext()) {
            var component = new OnomondoComponent();
            component.setApiUrl(simulator.url());
            component.setToken("key");
            context.addComponent("onomondo", component);
            var done = new NotifyBuilder(context).whenCompleted(1).create();

            // When
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("readme.yaml", yaml));
            context.start();

            // Then
            assertThat(done.matches(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            Files.deleteIfExists(Path.of("target", "fleet.jsonl"));
        }
    }

    private static Map<String, String> pairs(Pattern pattern, Path file) throws IOException {
        var pairs = new TreeMap<String, String>();
        matches(pattern, file).forEach(match -> {
            var value = match.group(2) == null ? "" : match.group(2);
            assertThat(pairs.put(match.group(1), value)).as(match.group(1)).isNull();
        });
        return pairs;
    }

    private static List<String> blocks(String language, Path file) throws IOException {
        return matches(Pattern.compile(BLOCK.formatted(language), Pattern.DOTALL), file)
                .map(block -> block.group(1))
                .toList();
    }

    private static Stream<MatchResult> matches(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file)).results();
    }
}
