package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a SIM that is read back shows. */
class SimRowTest {

    @Test
    void takesANumberForTheSameHoweverItIsWritten() {
        var row = new SimRow(Map.of("data_limit", Map.of("total", 5_000_000, "type", "blocking")));

        assertThat(row.shows(Map.of("data_limit", Map.of("total", new BigDecimal("5000000.0")))))
                .isTrue();
        assertThat(row.shows(Map.of("data_limit", Map.of("total", new BigDecimal("5e6")))))
                .isTrue();
        assertThat(row.shows(Map.of("data_limit", Map.of("total", new BigDecimal("5000000.1")))))
                .isFalse();
    }
}
