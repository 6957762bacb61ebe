package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimRowsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sims':[{'id':'000000001'}],'pagination':{'has_more':true,'next_page':'abc'}}",
                "{'sims':[{'id':'000000001'}],'has_more':true,'next_page':'abc'}"
            })
    void areReadOnWhereverTheCursorStands(String page) {
        var rows = SimRows.read(page.replace('\'', '"').getBytes(UTF_8));

        assertThat(rows.rows()).hasSize(1);
        assertThat(rows.nextPage()).isEqualTo("abc");
        assertThat(rows.isLast()).isFalse();
    }
}
