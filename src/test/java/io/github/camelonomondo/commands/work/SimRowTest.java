package io.github.camelonomondo.commands.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a SIM that is read back shows. */
class SimRowTest {

    @Test
    void saysNothingOfItsTagsIfOneOfThemShowsNoId() {
        var whole = new SimRow(Map.of("tags", List.of(Map.of("id", "t1"), "t2")));
        var broken = new SimRow(Map.of("tags", List.of(Map.of("id", "t1"), Map.of("name", "pumps"))));

        assertThat(whole.hasTags()).isTrue();
        assertThat(whole.shows(Map.of("tags", List.of("t2", "t1")))).isTrue();
        assertThat(broken.hasTags()).isFalse();
        assertThat(broken.shows(Map.of("tags", List.of("t1")))).isFalse();
    }

    @Test
    void hasNoTagsIfItSaysNullAndSaysNothingOfThemIfItIsSilent() {
        var untagged = new SimRow(Collections.singletonMap("tags", null));

        assertThat(untagged.hasTags()).isTrue();
        assertThat(untagged.tagIds()).isEmpty();
        assertThat(untagged.shows(Map.of("tags", List.of()))).isTrue();
        assertThat(untagged.shows(Map.of("tags", List.of("t1")))).isFalse();
        assertThat(new SimRow(Map.of()).hasTags()).isFalse();
    }

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
