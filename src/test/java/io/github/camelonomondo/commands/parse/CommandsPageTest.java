package io.github.camelonomondo.commands.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.commands.result.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/commands.md names every type, status and error code, and no other. */
class CommandsPageTest {

    private static final Path PAGE = Path.of("docs", "commands.md");

    @Test
    void namesEveryType() throws IOException {
        assertThat(rowsUnder("Types")).containsExactlyElementsOf(names(CommandType.values(), CommandType::wireName));
    }

    @Test
    void namesEveryStatus() throws IOException {
        assertThat(rowsUnder("The result")).containsExactlyElementsOf(names(CommandResult.Status.values(), Enum::name));
    }

    @Test
    void namesEveryErrorCode() throws IOException {
        assertThat(rowsUnder("Error codes")).containsExactlyElementsOf(names(ErrorCode.values(), ErrorCode::wireName));
    }

    @Test
    void agreesWithTheSchemaOnTheErrorCodes() throws IOException {
        try (var schema = CommandsPageTest.class.getResourceAsStream("/schemas/command-result.schema.json")) {
            var codes = new ArrayList<String>();
            new ObjectMapper()
                    .readTree(schema)
                    .at("/properties/error/properties/code/enum")
                    .forEach(code -> codes.add(code.asText()));

            assertThat(codes).containsExactlyElementsOf(names(ErrorCode.values(), ErrorCode::wireName));
        }
    }

    private static <E> List<String> names(E[] values, Function<E, String> name) {
        return Arrays.stream(values).map(name).toList();
    }

    private static List<String> rowsUnder(String heading) throws IOException {
        var section = Pattern.compile("^## " + heading + "$(.*?)(?=^## |\\z)", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(PAGE));
        assertThat(section.find()).as(heading).isTrue();
        return Pattern.compile("^\\| `([^`]+)`", Pattern.MULTILINE)
                .matcher(section.group(1))
                .results()
                .map(row -> row.group(1))
                .toList();
    }
}
