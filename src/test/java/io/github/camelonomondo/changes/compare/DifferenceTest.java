package io.github.camelonomondo.changes.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    private static final Set<String> IGNORED = Set.of("usage", "limit.used", "tags.can_write");

    @Test
    void namesWhatDiffersAndNothingElse() throws IOException {
        var difference = between(
                "{'id':'000000001','label':'old','usage':1,'network':{'name':'A','mcc':'01'},'imei_lock':null}",
                "{'network':{'mcc':'01','name':'B'},'usage':2,'label':'new','id':'000000001','connector':null}");

        assertThat(difference.changed()).containsExactly("network.name", "label", "connector", "imei_lock");
        assertThat(text(difference.before()))
                .isEqualTo(Map.of("network.name", "\"A\"", "label", "\"old\"", "imei_lock", "null"));
        assertThat(text(difference.after()))
                .isEqualTo(Map.of("network.name", "\"B\"", "label", "\"new\"", "connector", "null"));
    }

    @Test
    void takesTagsAsASetOfIds() throws IOException {
        String both = "{'tags':[{'id':'a','name':'A','color':null},{'id':'b','name':'B'}]}";

        assertThat(between(both, "{'tags':[{'id':'b','name':'B2','can_write':true},{'id':'a'}]}")
                        .changed())
                .isEmpty();
        assertThat(between(both, "{'tags':[{'id':'a'}]}").changed()).containsExactly("tags");
        assertThat(between(both, "{'tags':[]}").changed()).containsExactly("tags");
        assertThat(between("{'tags':[]}", "{'tags':null}").changed()).containsExactly("tags");
        assertThat(between("{'tags':[]}", "{}").changed()).containsExactly("tags");
    }

    @Test
    void comparesNumbersByValue() throws IOException {
        assertThat(between(
                                "{'a':1,'b':1.50,'c':100,'d':12345678901234567890}",
                                "{'a':1.0,'b':1.5,'c':1e2,'d':12345678901234567890.0}")
                        .changed())
                .isEmpty();
        assertThat(between("{'a':1}", "{'a':'1'}").changed()).containsExactly("a");
        assertThat(between("{'a':12345678901234567890}", "{'a':12345678901234567891}")
                        .changed())
                .containsExactly("a");
    }

    @Test
    void takesAnIdForTheSameHoweverItIsWritten() throws IOException {
        for (String id : List.of("7", "'7'", "'00000007'")) {
            assertThat(between("{'id':'000000007'}", "{'id':" + id + "}").changed())
                    .isEmpty();
            assertThat(fingerprint("{'id':" + id + "}")).isEqualTo(fingerprint("{'id':'000000007'}"));
        }
        assertThat(between("{'id':'000000007'}", "{'id':8}").changed()).containsExactly("id");
        assertThat(between("{'a':{'id':'7'}}", "{'a':{'id':7}}").changed()).containsExactly("a.id");
        assertThat(fingerprint("{'id':8}")).isNotEqualTo(fingerprint("{'id':'000000007'}"));
    }

    @Test
    void agreesWithTheFingerprintOnWhatAnIdIs() throws IOException {
        var ids = List.of(
                "0",
                "'0'",
                "'000000000'",
                "7",
                "7.0",
                "'7'",
                "'+7'",
                "'\u0667'",
                "'0000000007'",
                "-7",
                "' 7'",
                "''",
                "999999999",
                "'999999999'",
                "1000000000",
                "'1000000000'",
                "4294967303",
                "18446744073709551623",
                "null",
                "true",
                "['7']",
                "{'id':7}");

        for (String one : ids) {
            for (String other : ids) {
                String before = "{'id':" + one + "}";
                String after = "{'id':" + other + "}";
                assertThat(between(before, after).changed().isEmpty())
                        .as(before + after)
                        .isEqualTo(fingerprint(before).equals(fingerprint(after)));
            }
        }
    }

    @Test
    void seesAnObjectAppearGoAndTurnIntoNull() throws IOException {
        assertThat(between("{}", "{'limit':{'total':1}}").changed()).containsExactly("limit.total");
        assertThat(between("{'limit':{}}", "{'limit':null}").changed()).containsExactly("limit");
        assertThat(between("{'network':{'name':'A'}}", "{'network':null}").changed())
                .containsExactlyInAnyOrder("network", "network.name");
    }

    @Test
    void takesAnObjectWithoutMembersThatCountForNone() throws IOException {
        var none = List.of("{}", "{'limit':{}}", "{'limit':{'used':1}}", "{'limit':{'used':2}}");
        for (String before : none) {
            for (String after : none) {
                assertThat(between(before, after).changed()).isEmpty();
            }
            var fromTotal = between("{'limit':{'used':1,'total':5}}", before);
            assertThat(fromTotal.changed()).containsExactly("limit.total");
            assertThat(fromTotal.after()).isEmpty();
        }
    }

    @Property(tries = 2_000)
    void hasTheSameFingerprintIfAndOnlyIfNothingDiffers(@ForAll("sims") JsonNode before, @ForAll("sims") JsonNode after)
            throws IOException {
        assertThat(fingerprint(before).equals(fingerprint(after)))
                .isEqualTo(
                        between(before.toString(), after.toString()).changed().isEmpty());
    }

    @Property(tries = 1_000)
    void leadsFromTheOldStateToTheNewOne(@ForAll("sims") JsonNode before, @ForAll("sims") JsonNode after)
            throws IOException {
        // Given
        var difference = between(before.toString(), after.toString());
        Map<String, Object> state = leaves(before);

        // When
        difference.changed().forEach(state::remove);
        difference.after().forEach((path, value) -> state.put(path, canonical(path, value)));

        // Then
        assertThat(state).isEqualTo(leaves(after));
        assertThat(difference.changed()).containsAll(difference.before().keySet());
    }

    @Property(tries = 1_000)
    void neverMindsTheOrderOrWhatIsIgnored(@ForAll("sims") JsonNode sim, @ForAll("values") JsonNode noise)
            throws IOException {
        // Given
        ObjectNode other = SimJson.MAPPER.createObjectNode();
        var names = new java.util.ArrayList<>(sim.properties());
        java.util.Collections.reverse(names);
        names.forEach(property -> other.set(property.getKey(), property.getValue()));

        // When
        other.set("usage", noise);

        // Then
        assertThat(fingerprint(other)).isEqualTo(fingerprint(sim));
        assertThat(between(sim.toString(), other.toString()).changed()).isEmpty();
    }

    @Provide
    Arbitrary<JsonNode> sims() {
        var names = Arbitraries.of("label", "usage", "limit", "tags", "network", "other");
        return Arbitraries.maps(names, values()).ofMaxSize(5).map(properties -> {
            ObjectNode sim = SimJson.MAPPER.createObjectNode();
            properties.forEach(sim::set);
            return sim;
        });
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return Arbitraries.lazyOf(
                () -> scalars(),
                () -> scalars(),
                () -> Arbitraries.maps(Arbitraries.of("id", "used", "name", "can_write"), values())
                        .ofMaxSize(2)
                        .map(properties -> {
                            ObjectNode object = SimJson.MAPPER.createObjectNode();
                            properties.forEach(object::set);
                            return object;
                        }),
                () -> values().list().ofMaxSize(3).map(elements -> {
                    ArrayNode array = SimJson.MAPPER.createArrayNode();
                    elements.forEach(array::add);
                    return array;
                }));
    }

    private static Arbitrary<JsonNode> scalars() {
        var json = SimJson.MAPPER.getNodeFactory();
        return Arbitraries.of(
                json.nullNode(),
                json.booleanNode(true),
                json.booleanNode(false),
                json.textNode(""),
                json.textNode("a"),
                json.textNode("b"),
                json.textNode("ü\n\u20ac"),
                json.numberNode(0),
                json.numberNode(1),
                json.numberNode(-7),
                json.numberNode(new BigDecimal("1.0")),
                json.numberNode(new BigDecimal("1.25")),
                json.numberNode(Long.MAX_VALUE),
                json.numberNode(new BigDecimal("1E+30")));
    }

    private static Difference between(String before, String after) throws IOException {
        return Difference.between(bytes(before), bytes(after), SimFields.ignoring(IGNORED));
    }

    private static List<Long> fingerprint(JsonNode sim) throws IOException {
        return fingerprint(sim.toString());
    }

    private static List<Long> fingerprint(String sim) throws IOException {
        var fingerprint = new Fingerprint(SimFields.ignoring(IGNORED));
        try (var parser = SimJson.MAPPER.createParser(bytes(sim))) {
            parser.nextToken();
            fingerprint.read(parser);
        }
        return List.of(fingerprint.first(), fingerprint.second());
    }

    private static Map<String, Object> leaves(JsonNode sim) {
        Map<String, Object> leaves = new LinkedHashMap<>();
        Difference.leaves(sim, SimFields.ignoring(IGNORED))
                .forEach((path, value) -> leaves.put(path, canonical(path, value)));
        return leaves;
    }

    private static Object canonical(String path, JsonNode value) {
        FieldNode node = SimFields.ignoring(IGNORED).root();
        for (String name : path.split("\\.", -1)) {
            node = node.child(name);
        }
        return String.valueOf(Canonical.of(value, node));
    }

    private static Map<String, String> text(Map<String, JsonNode> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString()));
    }

    private static byte[] bytes(String json) {
        return (json.contains("'") ? json.replace('\'', '"') : json).getBytes(UTF_8);
    }
}
