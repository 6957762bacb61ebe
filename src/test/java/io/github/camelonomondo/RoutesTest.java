package io.github.camelonomondo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files under routes/ are what Camel's schema allows, and what an operator can read. */
class RoutesTest {

    private static final Path ROUTES = Path.of("routes");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int A_DOZEN = 12;
    private static final String AN_ID = "[a-z]+(-[a-z]+){0,4}";
    /** Camel reads each as text, and a placeholder stands for any. */
    private static final Pattern ONE_SCALAR_FOR_ANOTHER =
            Pattern.compile(": (string|integer|boolean) found, (string|integer|number|boolean) expected$");

    static List<Path> files() throws IOException {
        try (var files = Files.list(ROUTES)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml")).toList();
        }
    }

    @Test
    void followTheSchemaOfCamel() throws IOException {
        JsonSchema schema = schema();
        for (Path file : files()) {
            assertThat(schema.validate(read(file)).stream()
                            .map(ValidationMessage::getMessage)
                            .filter(message ->
                                    !ONE_SCALAR_FOR_ANOTHER.matcher(message).find()))
                    .as(file.toString())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void sayInAFewStepsWhatTheyDo(Path file) throws IOException {
        assertThat(Files.readString(file)).as("the story comes first").startsWith("# ");
        routes(file).forEach(route -> {
            assertThat(route.path("id").asText()).as(file.toString()).isNotBlank();
            assertThat(route.path("description").asText())
                    .as(route.path("id").asText())
                    .hasSizeBetween(20, 120);
            assertThat(steps(route.path("from")))
                    .as("steps of " + route.path("id").asText())
                    .hasSizeBetween(1, A_DOZEN);
        });
    }

    /** What Kaoto and Camel's diagrams of routes show. Neither shows a comment. */
    @ParameterizedTest
    @MethodSource("files")
    void nameEachStepAndSayInAFewWordsWhatItDoes(Path file) throws IOException {
        JsonNode all = read(file);
        Stream.concat(steps(all).stream(), all.findParents("exception").stream())
                .forEach(step -> {
                    assertThat(step.path("id").asText()).as(step.toString()).matches(AN_ID);
                    assertThat(step.path("description").asText().split(" "))
                            .as(step.path("id").asText())
                            .hasSizeBetween(3, 9);
                });
    }

    @Test
    void haveDifferentIds() throws IOException {
        var ids = new ArrayList<String>();
        for (Path file : files()) {
            ids.addAll(read(file).findValuesAsText("id"));
        }
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    }

    private static Stream<JsonNode> routes(Path file) throws IOException {
        return Stream.of(read(file))
                .flatMap(all -> all.findValues("route").stream())
                .filter(JsonNode::isObject);
    }

    /** All of them, however deep. */
    private static List<JsonNode> steps(JsonNode node) {
        var steps = new ArrayList<JsonNode>();
        node.path("steps").forEach(step -> step.forEach(steps::add));
        node.forEach(child -> steps.addAll(steps(child)));
        return steps;
    }

    private static JsonNode read(Path file) throws IOException {
        try (var yaml = Files.newInputStream(file)) {
            return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(yaml));
        }
    }

    private static JsonSchema schema() throws IOException {
        try (var schema = RoutesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(schema);
        }
    }
}
