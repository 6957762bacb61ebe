package io.github.camelonomondo.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** docs/component.md names everything that the catalog does. */
class ComponentPageTest {

    private static final Path PAGE = Path.of("docs", "component.md");
    private static final String CATALOG = "/META-INF/io/github/camelonomondo/component/onomondo.json";

    @Test
    void showsRoutesThatCamelLoads() throws Exception {
        Matcher blocks = Pattern.compile("```yaml\n(- .*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        int routes = 0;

        while (blocks.find()) {
            try (var context = new DefaultCamelContext()) {
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.fromString("page-" + ++routes + ".yaml", blocks.group(1)));
            }
        }

        assertThat(routes).isGreaterThan(3);
    }

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
