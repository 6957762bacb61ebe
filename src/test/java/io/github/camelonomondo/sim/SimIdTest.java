package io.github.camelonomondo.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SimIdTest {

    @Test
    void isReadHoweverItIsWritten() {
        for (Object json : List.of("000279139", "279139", 279139, 279139L)) {
            assertThat(Objects.requireNonNull(SimId.read(json)).value())
                    .as(json.toString())
                    .isEqualTo("000279139");
        }
    }

    @Test
    void isNothingElse() {
        for (Object json : Arrays.asList(
                null, "", "a", "0002791390", "00027913a", -1, 1_000_000_000, 1.5, true, "２７９１３９", List.of())) {
            assertThat(SimId.read(json)).as(String.valueOf(json)).isNull();
        }
    }
}
