package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** How long the calls of commands take of late: rather the slow ones than the mean. Safe to share between threads. */
final class CallTimes implements CallObserver {

    /** A guess that costs nothing: a full batch has no more calls than go out within 20 s of it. */
    private static final Duration AT_FIRST = Duration.ofSeconds(1);

    private static final Set<Outcome> ANSWERED = Set.of(Outcome.OK, Outcome.REFUSED);
    private static final Set<String> OF_COMMANDS = Set.of("updateSims", "getSim", "addTag", "removeTag");

    private final AtomicLong nanos = new AtomicLong(AT_FIRST.toNanos());

    @Override
    public void called(String operation, Outcome outcome, String detail, Duration took) {
        if (ANSWERED.contains(outcome) && OF_COMMANDS.contains(operation)) {
            // Up at once, and down again within some dozen calls.
            nanos.accumulateAndGet(took.toNanos(), (known, now) -> Math.max(now, known - (known - now) / 16));
        }
    }

    /** Never nothing. */
    Duration lately() {
        return Duration.ofNanos(Math.max(1, nanos.get()));
    }
}
