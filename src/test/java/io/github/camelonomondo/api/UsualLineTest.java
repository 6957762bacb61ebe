package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.camelonomondo.sim.SimId;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way to read a line never believes what the long way does not. */
class UsualLineTest {

    private static final SimId SIM = new SimId("000279139");
    private static final String USUAL = "{ \"id\": \"000279139\", \"success\": true }\r";

    private final ObjectReader json = new ObjectMapper()
            .reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"id\":\"000279139\",\"success\":true}", USUAL, "\t{\"id\" :\"000279139\" ,\"success\" :true }"
            })
    void knowsTheUsualFormWhateverItsSpaces(String line) {
        assertThat(updated(line.getBytes(UTF_8))).isEqualTo(SIM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"id\":\"000279139\",\"success\":false}",
                "{\"id\":\"000279139\",\"success\":true",
                "{\"id\":\"000279139\",\"success\":true}}",
                "{\"id\":\"000279139 \",\"success\":true}",
                "{\"id\":\" 000279139\",\"success\":true}",
                "{\"id\":\"0002791390\",\"success\":true}",
                "{\"id\":\"00027913\",\"success\":true}",
                "{\"id\":\"000279139\",\"success\":trueish}",
                "{\"id\":\"000279139\",\"success\":true,\"error\":\"no\"}",
                "{\"id\":\"000279139\",\"success\":\"true\"}"
            })
    void leavesEveryOtherFormToTheParser(String line) {
        assertThat(updated(line.getBytes(UTF_8))).isNull();
    }

    @Property
    void agreesWithAParserAboutEveryLineThatDiffersInOneByte(
            @ForAll @IntRange(max = 41) int place, @ForAll byte other, @ForAll boolean cut) throws IOException {
        byte[] line = USUAL.getBytes(UTF_8);
        int length = cut ? Math.min(place, line.length) : line.length;
        if (place < line.length) {
            line[place] = other;
        }

        SimId updated = UsualLine.updated(line, 0, length);

        if (updated != null) {
            JsonNode node = json.readTree(line, 0, length);
            assertThat(node.path("id").textValue()).isEqualTo(updated.value());
            assertThat(node.path("success").booleanValue()).isTrue();
            assertThat(node).hasSize(2);
        }
    }

    private static SimId updated(byte[] line) {
        return UsualLine.updated(line, 0, line.length);
    }
}
