package io.github.camelonomondo.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.sim.SimUpdate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkRequestTest {

    @Test
    void readsUpdatesInOrder() {
        var updates = read("""
                {"sims": [{"id": "000001934", "connector": null, "data_limit": {"total": 50000000, "type": "monthly"}},
                          {"id": "000279139", "tags": ["a", "b"], "activated": true}]}
                """);

        assertThat(updates).extracting(update -> update.sim().value()).containsExactly("000001934", "000279139");
        assertThat(updates.get(0).properties())
                .containsEntry("connector", null)
                .containsEntry("data_limit", Map.of("total", 50_000_000L, "type", "monthly"));
        assertThat(updates.get(1).properties())
                .containsEntry("tags", List.of("a", "b"))
                .containsEntry("activated", true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                                  | sims_invalid     |
            {}                                                                  | sims_invalid     |
            {"sims": {}}                                                        | sims_invalid     |
            {"sims": []}                                                        | sims_invalid     |
            {"sims": [{"id":"000000001","label":"a"}], "x": 1}                  | property_unknown |
            {"sims": [7]}                                                       | sims_invalid     | sims[0]
            {"sims": [{"id":"000000001","label":"a"}, {"label":"a"}]}           | sim_id_invalid   | sims[1]
            {"sims": [{"id":1,"label":"a"}]}                                    | sim_id_invalid   | sims[0]
            {"sims": [{"id":"89457387300002791013","label":"a"}]}               | sim_id_invalid   | sims[0]
            {"sims": [{"id":"000000001"}]}                                      | body_invalid     | sims[0] sets nothing
            {"sims": [{"id":"000000001","label":1}]}                            | label_invalid    | sims[0]
            {"sims": [{"id":"000000001","tags":[""]}]}                          | tags_invalid     | sims[0]
            {"sims": [{"id":"000000001","colour":"a"}]}                         | property_unknown | 'colour'
            {"sims": [{"id":"000000001","label":"a"},{"id":"000000001","label":"b"}]} | sim_id_duplicate | sims[1] names SIM 000000001, as sims[0] does
            """)
    void namesTheItemThatIsWrong(String body, String error, String words) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().error()).isEqualTo(error))
                .hasMessageContaining(words == null ? "" : words);
    }

    @Test
    void takesTenThousandAndNotOneMore() {
        assertThat(read(body(10_000))).hasSize(10_000);
        assertThatThrownBy(() -> read(body(10_001))).isInstanceOf(ProblemException.class);
    }

    @Property(tries = 2_000)
    void answersAnyJsonWithUpdatesOrAProblem(@ForAll("bodies") String body) {
        assertThatCode(() -> {
                    try {
                        assertThat(read(body)).isNotEmpty();
                    } catch (ProblemException e) {
                        assertThat(e.problem().status()).isEqualTo(400);
                        e.problem().toJson("/sims/bulk");
                    }
                })
                .doesNotThrowAnyException();
    }

    /** JSON that is nearly right: known and unknown names over values of every type, a few levels deep. */
    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.oneOf(
                values(3),
                Arbitraries.strings().ofMaxLength(30),
                values(2).list().ofMaxSize(4).map(items -> "{\"sims\":" + items + "}"));
    }

    private static Arbitrary<String> values(int depth) {
        var plain = Arbitraries.oneOf(
                Arbitraries.of(
                        "null", "true", "1", "-1", "1.5", "1e400", "\"000000001\"", "\"000000002\"", "\"\\ud800\""),
                Arbitraries.strings().ofMaxLength(5).map(text -> "\"" + text.replaceAll("[\"\\\\]", "") + "\""));
        if (depth == 0) {
            return plain;
        }
        var names = Arbitraries.of("id", "id", "sims", "label", "activated", "tags", "data_limit", "total", "x");
        var members = Combinators.combine(names, values(depth - 1)).as((name, value) -> "\"" + name + "\":" + value);
        return Arbitraries.oneOf(
                plain,
                members.list().ofMaxSize(4).map(list -> "{" + String.join(",", list) + "}"),
                values(depth - 1).list().ofMaxSize(3).map(Object::toString));
    }

    private static String body(int sims) {
        return IntStream.range(0, sims)
                .mapToObj("{\"id\":\"%09d\",\"label\":\"a\"}"::formatted)
                .collect(Collectors.joining(",", "{\"sims\":[", "]}"));
    }

    private static List<SimUpdate> read(String body) {
        return BulkRequest.read(body.getBytes(UTF_8));
    }
}
