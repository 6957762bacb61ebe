package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.api.AuthForm;
import io.github.camelonomondo.boot.ConnectorSettings.Commands.TagMode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many commands a connector takes in hand at once. */
class BatchSizeTest {

    @ParameterizedTest
    @CsvSource({"BULK,6", "BULK,60", "BULK,600", "BULK,6000", "EXACT,6", "EXACT,60", "EXACT,600", "EXACT,6000"})
    void isTwentySecondsOfTheBudgetAtMostAlsoWhenTwoShareIt(TagMode tags, int callsPerMinute) {
        int sims = tags == TagMode.BULK ? 20 : 1;
        int batch = settings(tags, callsPerMinute).batchSize();

        double calls = Math.ceil((double) batch / sims);
        double secondsOfHalf = calls * 60 / (callsPerMinute / 2.0);

        assertThat(batch).isPositive();
        assertThat(secondsOfHalf).isLessThanOrEqualTo(20);
    }

    @Test
    void isBoundedWithoutABudgetAndNeverNothing() {
        assertThat(settings(TagMode.BULK, 0).batchSize()).isEqualTo(5000);
        assertThat(settings(TagMode.EXACT, 1).batchSize()).isEqualTo(1);
    }

    private static ConnectorSettings settings(TagMode tags, int callsPerMinute) {
        return new ConnectorSettings(
                new ConnectorSettings.Api(URI.create("https://api.onomondo.com"), false, "key", null, AuthForm.AUTO),
                callsPerMinute,
                16,
                Duration.ofSeconds(10),
                5,
                new ConnectorSettings.Scan(Duration.ofMinutes(1), 1000),
                new ConnectorSettings.Commands(true, tags, List.of()),
                Set.of(),
                "",
                "group",
                "classpath:routes/*.camel.yaml");
    }
}
