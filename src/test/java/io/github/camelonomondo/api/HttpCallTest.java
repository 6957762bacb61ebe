package io.github.camelonomondo.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpCallTest {

    @Test
    void showsOfAnIccidTheLastFourDigits() {
        assertThat(HttpCall.get("getSim", "sims/89457387300002791013", null)).hasToString("GET sims/…1013");
        assertThat(HttpCall.get("getSim", "sims/000279139", null)).hasToString("GET sims/000279139");
    }
}
