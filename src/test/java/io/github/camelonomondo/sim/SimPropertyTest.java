package io.github.camelonomondo.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.simulator.Fleet;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The properties that can be set are those that the documents of commands and of REST have, with the same types. */
class SimPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void isWhatTheSchemaOfCommandsLetsAnUpdateSet() throws IOException {
        try (var schema = SimPropertyTest.class.getResourceAsStream("/schemas/command.schema.json")) {
            assertThat(typesIn(JSON.readTree(schema), "/$defs/updating/properties/set"))
                    .isEqualTo(types());
        }
    }

    @Test
    void isWhatTheOpenApiDocumentLetsOneUpdateOrABulkSet() throws IOException {
        try (var yaml = SimPropertyTest.class.getResourceAsStream("/openapi.yaml")) {
            JsonNode document = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(yaml));

            assertThat(typesIn(document, "/components/schemas/SimUpdate")).isEqualTo(types());
            var ofBulk = typesIn(document, "/components/schemas/BulkItem");
            assertThat(ofBulk.remove("id")).isNotNull();
            assertThat(ofBulk).isEqualTo(types());
        }
    }

    @Test
    void isListedIfTheRowsOfTheFleetShowIt() {
        var row = Fleet.of(1).row("000000001");

        assertThat(SimProperty.values())
                .allSatisfy(property -> assertThat(row.has(property.wireName())).isEqualTo(property.isListed()));
    }

    @Test
    void isFoundByItsName() {
        assertThat(SimProperty.values())
                .allSatisfy(property ->
                        assertThat(SimProperty.named(property.wireName())).isSameAs(property));
        assertThat(SimProperty.named("id")).isNull();
    }

    private static Map<String, Set<String>> types() {
        return Arrays.stream(SimProperty.values())
                .collect(Collectors.toMap(SimProperty::wireName, property -> switch (property.kind()) {
                    case TEXT -> Set.of("string", "null");
                    case SWITCH -> Set.of("boolean");
                    case SWITCHES, LIMIT -> Set.of("object");
                    case TAGS -> Set.of("array");
                }));
    }

    /** What the object at {@code place} may have, and of which types. */
    private static Map<String, Set<String>> typesIn(JsonNode document, String place) {
        assertThat(document.at(place).path("additionalProperties").asBoolean(true))
                .as(place)
                .isFalse();
        var types = new HashMap<String, Set<String>>();
        document.at(place).path("properties").properties().forEach(property -> {
            JsonNode schema = property.getValue();
            JsonNode meant = schema.has("$ref")
                    ? document.at(schema.path("$ref").textValue().substring(1))
                    : schema;
            types.put(property.getKey(), typesOf(meant));
        });
        return types;
    }

    private static Set<String> typesOf(JsonNode schema) {
        var types = new TreeSet<String>();
        types.add(schema.path("type").asText());
        schema.path("type").forEach(type -> types.add(type.asText()));
        if (schema.path("nullable").asBoolean()) {
            types.add("null");
        }
        types.remove("");
        return types;
    }
}
