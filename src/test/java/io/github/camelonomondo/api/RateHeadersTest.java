package io.github.camelonomondo.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateHeadersTest {
    @Test
    void holdsForTheLaterOfResetAndRetryAfterAndForASecondAtLeast() {
        var otherwise = Duration.ofSeconds(5);
        String past = String.valueOf(RESET - 3600);

        assertThat(seconds(RateHeaders.of("0", past, "30", DATE).nanosToHold(otherwise)))
                .isEqualTo(30);
        assertThat(seconds(RateHeaders.of("0", "17", "3", DATE).nanosToHold(otherwise)))
                .isEqualTo(17);
        assertThat(seconds(RateHeaders.of("0", past, null, DATE).nanosToHold(otherwise)))
                .isEqualTo(1);
        assertThat(seconds(RateHeaders.NONE.nanosToHold(otherwise))).isEqualTo(5);
    }

    private static final String DATE = "Mon, 23 Nov 2026 10:00:00 GMT";
    private static final long RESET = Instant.parse("2026-11-23T10:00:42Z").getEpochSecond();

    @Test
    void measuresTheResetByTheClockOfTheAnswer() {
        var headers = RateHeaders.of("7", String.valueOf(RESET), null, DATE);

        assertThat(headers.remaining()).isEqualTo(7);
        assertThat(headers.nanosUntilReset()).isEqualTo(Duration.ofSeconds(42).toNanos());
    }

    @Test
    void measuresTheResetByOurClockIfTheAnswerHasNone() {
        String reset = String.valueOf(Instant.now().plusSeconds(30).getEpochSecond());

        assertThat(seconds(RateHeaders.of("7", reset, null, null).nanosUntilReset()))
                .isBetween(25L, 30L);
        assertThat(seconds(RateHeaders.of("7", reset, null, "yesterday").nanosUntilReset()))
                .isBetween(25L, 30L);
    }

    @Test
    void takesASmallResetForSeconds() {
        assertThat(seconds(RateHeaders.of("0", "17", null, DATE).nanosUntilReset()))
                .isEqualTo(17);
    }

    @Test
    void takesALargeResetForMilliseconds() {
        assertThat(seconds(RateHeaders.of("0", RESET + "001", null, DATE).nanosUntilReset()))
                .isEqualTo(43);
    }

    @Test
    void waitsNoLongerThanFiveMinutesWhateverAClockSays() {
        String inTenYears = String.valueOf(RESET + Duration.ofDays(3650).toSeconds());
        assertThat(seconds(RateHeaders.of("0", "1e30", null, DATE).nanosUntilReset()))
                .isEqualTo(300);

        assertThat(seconds(RateHeaders.of("0", inTenYears, null, DATE).nanosUntilReset()))
                .isEqualTo(300);
        assertThat(seconds(RateHeaders.of(null, null, "86400", null).nanosToWait()))
                .isEqualTo(300);
    }

    @Test
    void takesAResetThatHasPassedForNow() {
        assertThat(RateHeaders.of("0", String.valueOf(RESET - 3600), null, DATE).nanosUntilReset())
                .isZero();
    }

    @Test
    void readsHowLongARetryIsToWait() {
        assertThat(seconds(RateHeaders.of(null, null, "12", null).nanosToWait()))
                .isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "soon", "NaN", "-", "1;w=60"})
    void ignoresWhatIsNoNumber(String text) {
        var headers = RateHeaders.of(text, text, text, DATE);

        assertThat(headers).isEqualTo(RateHeaders.NONE);
    }

    @Property
    void neverFailsAndNeverWaitsForMoreThanFiveMinutes(
            @ForAll String remaining, @ForAll String reset, @ForAll String retry, @ForAll String date) {
        assertBounded(RateHeaders.of(remaining, reset, retry, date));
    }

    @Property
    void neverWaitsForMoreThanFiveMinutesWhateverTheNumbers(
            @ForAll double remaining, @ForAll double reset, @ForAll long retry) {
        assertBounded(RateHeaders.of(String.valueOf(remaining), String.valueOf(reset), String.valueOf(retry), DATE));
    }

    private static void assertBounded(RateHeaders headers) {
        if (headers.remaining() != null) {
            assertThat(headers.remaining()).isNotNegative();
        }
        if (headers.nanosUntilReset() != null) {
            assertThat(headers.nanosUntilReset())
                    .isBetween(0L, Duration.ofMinutes(5).toNanos());
        }
        if (headers.nanosToWait() != null) {
            assertThat(headers.nanosToWait())
                    .isBetween(0L, Duration.ofMinutes(5).toNanos());
        }
    }

    private static long seconds(Long nanos) {
        return Duration.ofNanos(nanos).toSeconds();
    }

    @Test
    void waitsUntilTheDateOfRetryAfterByTheClockOfTheAnswer() {
        var headers = RateHeaders.of(null, null, "Sun, 22 Nov 2026 10:00:07 GMT", "Sun, 22 Nov 2026 10:00:00 GMT");

        assertThat(headers.nanosToWait()).isEqualTo(Duration.ofSeconds(7).toNanos());
    }
}
