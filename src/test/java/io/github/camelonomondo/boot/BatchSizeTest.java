package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.api.AuthForm;
import io.github.camelonomondo.boot.ConnectorSettings.Commands.TagMode;
import io.github.camelonomondo.commands.BatchLimit;
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
    @CsvSource({
        "60,1", "600,1", "6000,1", "60,2", "600,2", "6000,2", "60,3", "600,3", "600,4", "600,10", "6000,25", "60,20"
    })
    void isTwentySecondsOfTheShareAtMostHoweverManyShareTheBudget(int callsPerMinute, int connectors) {
        for (TagMode tags : TagMode.values()) {
            int batch = settings(tags).batchSize(callsPerMinute, connectors);

            assertThat(batch).isPositive();
            assertThat(seconds(tags, batch, callsPerMinute / connectors)).isLessThanOrEqualTo(20);
        }
    }

    @ParameterizedTest
    @CsvSource({"6", "60", "600", "6000"})
    void isTwentySecondsAtMostAlsoIfASecondOneJoinsTheFirst(int callsPerMinute) {
        for (TagMode tags : TagMode.values()) {
            int batch = settings(tags).batchSize(callsPerMinute, 1);

            assertThat(seconds(tags, batch, callsPerMinute / 2)).isLessThanOrEqualTo(20);
        }
    }

    /** Smaller ones would cost throughput: each waits for its slowest call. */
    @Test
    void isNotMuchLessEither() {
        int batch = settings(TagMode.BULK).batchSize(600, 3);

        assertThat(seconds(TagMode.BULK, batch, 200)).isGreaterThan(19);
    }

    @Test
    void isBoundedWithoutABudgetAndNeverNothing() {
        assertThat(settings(TagMode.BULK).batchSize(0, 2)).isEqualTo(6_000);
        assertThat(settings(TagMode.EXACT).batchSize(1, 1)).isEqualTo(1);
        assertThat(settings(TagMode.BULK).batchSize(1_000_000, 1)).isEqualTo(6_000);
    }

    @ParameterizedTest
    @CsvSource({"0,1,300", "0,1,5000", "0,3,50", "600,1,300", "600,2,5000", "6000,1,3000", "60,1,60000"})
    void needsNoMoreCallsThanCanBeMadeInTwentySecondsHoweverSlowTheyAre(
            int callsPerMinute, int connectors, int millis) {
        var call = Duration.ofMillis(millis);

        BatchLimit limit = settings(TagMode.BULK).batchLimit(callsPerMinute, connectors, call);

        long rounds = (limit.calls() + 15) / 16;
        long most = Math.max(20_000, 2 * millis); // a look and a bulk are the least
        assertThat(call.multipliedBy(rounds).toMillis()).isLessThanOrEqualTo(most);
        assertThat(call.multipliedBy(limit.inARow()).toMillis()).isLessThanOrEqualTo(most);
    }

    @Test
    void isNotCountedWhereCallsAreSoFastThatAllWillDo() {
        assertThat(settings(TagMode.BULK).batchLimit(0, 1, Duration.ofNanos(300_000)))
                .isEqualTo(BatchLimit.NONE);
    }

    private static double seconds(TagMode tags, int batch, int share) {
        int sims = tags == TagMode.BULK ? 20 : 1;
        return Math.ceil((double) batch / sims) * 60 / share;
    }

    private static ConnectorSettings settings(TagMode tags) {
        return new ConnectorSettings(
                new ConnectorSettings.Api(URI.create("https://api.onomondo.com"), false, "key", null, AuthForm.AUTO),
                600,
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
