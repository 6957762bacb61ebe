package io.github.camelonomondo.kafka;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** RFC 3339 text of instants that come many times in a row, each written once. Safe to share between threads. */
public final class InstantText {

    private @Nullable volatile Written last;

    private record Written(Instant instant, String text) {}

    /** The text of {@code instant}. */
    public String of(Instant instant) {
        Written written = last;
        if (written == null || !Objects.equals(written.instant, instant)) {
            written = new Written(instant, instant.toString());
            last = written;
        }
        return written.text;
    }
}
