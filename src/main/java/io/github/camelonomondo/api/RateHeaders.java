package io.github.camelonomondo.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of the API's own counting (docs.onomondo.com, "Rate limiting": {@code x-ratelimit-remaining};
 * {@code x-ratelimit-reset} in seconds since the epoch). The clock of the reset is the answer's {@code Date}: ours may
 * be wrong.
 *
 * @param remaining calls left in the window, or null if not said
 * @param nanosUntilReset from the answer on, or null if not said
 * @param nanosToWait what {@code Retry-After} asks for, or null
 */
record RateHeaders(
        @Nullable Integer remaining,
        @Nullable Long nanosUntilReset,
        @Nullable Long nanosToWait) {

    static final RateHeaders NONE = new RateHeaders(null, null, null);

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Whatever a clock says, no window is longer than this. */
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** A reset below this is a number of seconds to wait, not an instant. */
    private static final long FIRST_EPOCH_SECOND = 1_000_000_000L;
    /** A reset from this on is in milliseconds: as seconds it would be in the year 5138. */
    private static final long FIRST_EPOCH_MILLI = 100_000_000_000L;

    static RateHeaders of(
            @Nullable String remaining, @Nullable String reset, @Nullable String retryAfter, @Nullable String date) {
        if (remaining == null && reset == null && retryAfter == null) {
            return NONE;
        }
        Long left = number(remaining);
        return new RateHeaders(
                left == null ? null : (int) Math.max(0, Math.min(Integer.MAX_VALUE, left)),
                untilReset(number(reset), date),
                untilRetry(retryAfter, date));
    }

    /**
     * How long nothing is to be sent after 429: the later of the window's end and {@code Retry-After}, as clocks of servers differ, and a
     * second at least.
     *
     * @param otherwise if neither is said
     */
    long nanosToHold(Duration otherwise) {
        if (nanosUntilReset == null && nanosToWait == null) {
            return otherwise.toNanos();
        }
        long reset = nanosUntilReset == null ? 0 : nanosUntilReset;
        long wait = nanosToWait == null ? 0 : nanosToWait;
        return Math.max(SECOND, Math.max(reset, wait));
    }

    /** A number of seconds, or a date as HTTP writes it (RFC 9110, section 10.2.3). */
    private static @Nullable Long untilRetry(@Nullable String retryAfter, @Nullable String date) {
        Long seconds = number(retryAfter);
        if (seconds == null && retryAfter != null) {
            Instant retry = dateIn(retryAfter);
            seconds = retry == null
                    ? null
                    : Duration.between(instantOf(date), retry).toSeconds();
        }
        return bounded(seconds);
    }

    private static @Nullable Long untilReset(@Nullable Long reset, @Nullable String date) {
        if (reset == null) {
            return null;
        }
        if (reset < FIRST_EPOCH_SECOND) {
            return bounded(reset);
        }
        long second = reset < FIRST_EPOCH_MILLI ? reset : reset / 1_000 + 1;
        return bounded(second - instantOf(date).getEpochSecond());
    }

    private static Instant instantOf(@Nullable String date) {
        Instant said = date == null ? null : dateIn(date);
        return said == null ? Instant.now() : said;
    }

    private static @Nullable Instant dateIn(String date) {
        try {
            return ZonedDateTime.parse(date.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Long bounded(@Nullable Long seconds) {
        return seconds == null
                ? null
                : Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST.toSeconds())))
                        .toNanos();
    }

    private static @Nullable Long number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            double number = Double.parseDouble(text.trim());
            return Double.isNaN(number) ? null : (long) number;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
