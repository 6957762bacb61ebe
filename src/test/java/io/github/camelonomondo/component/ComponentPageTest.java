package io.github.camelonomondo.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/component.md names everything that the catalog does. */
class ComponentPageTest {

    private static final Path PAGE = Path.of("docs", "component.md");
    private static final String CATALOG = "/META-INF/io/github/camelonomondo/component/onomondo.json";

    @Test
    void namesEveryOperationHeaderAndOption() throws IOException {
        var names = new ArrayList<String>();
        JsonNode catalog;
        try (var json = ComponentPageTest.class.getResourceAsStream(CATALOG)) {
            catalog = new ObjectMapper().readTree(json);
        }
        for (String part : List.of("componentProperties", "headers", "properties")) {
            catalog.path(part).fieldNames().forEachRemaining(names::add);
        }
        catalog.at("/properties/operation/enum").forEach(operation -> names.add(operation.textValue()));
        var page = Files.readString(PAGE);

        assertThat(names)
                .hasSizeGreaterThan(40)
                .allSatisfy(name -> assertThat(page).containsAnyOf("`" + name + "`", "`onomondo:" + name + "`"));
    }
}
