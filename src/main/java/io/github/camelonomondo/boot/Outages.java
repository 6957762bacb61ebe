package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallObserver;
import io.github.camelonomondo.kafka.Notifications;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the API went away and when it came back. A few failures in a row make an outage; a key that is refused
 * makes one at once. Safe to share between threads.
 */
public final class Outages implements CallObserver {

    private static final int IN_A_ROW = 3;
    private static final Set<Outcome> AWAY = Set.of(Outcome.UNAVAILABLE, Outcome.UNPROVEN, Outcome.UNAUTHORIZED);

    private final Notifications notifications;
    private int failures;
    private @Nullable Instant firstFailure;
    private @Nullable String reason;
    private boolean told;

    Outages(Notifications notifications) {
        this.notifications = notifications;
    }

    @Override
    public synchronized void called(String operation, Outcome outcome, String detail, Duration took) {
        if (AWAY.contains(outcome)) {
            failed(outcome, detail);
        } else if (outcome != Outcome.THROTTLED && failures > 0) {
            back();
        }
    }

    private void failed(Outcome outcome, String detail) {
        failures++;
        if (firstFailure == null) {
            firstFailure = Instant.now();
        }
        reason = detail;
        if (!told && (failures >= IN_A_ROW || outcome == Outcome.UNAUTHORIZED)) {
            told = true;
            notifications.tell("outage.begun", Map.of("since", firstFailure.toString(), "reason", detail));
        }
    }

    private void back() {
        if (told && firstFailure != null) {
            var details = new LinkedHashMap<String, Object>();
            details.put("since", firstFailure.toString());
            details.put("seconds", Duration.between(firstFailure, Instant.now()).toSeconds());
            notifications.tell("outage.ended", details);
        }
        failures = 0;
        firstFailure = null;
        reason = null;
        told = false;
    }

    /** Since when the API is away, or null. */
    public synchronized @Nullable Instant since() {
        return told ? firstFailure : null;
    }

    /** Why, or null. */
    public synchronized @Nullable String reason() {
        return told ? reason : null;
    }
}
