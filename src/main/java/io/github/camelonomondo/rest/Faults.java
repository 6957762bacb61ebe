package io.github.camelonomondo.rest;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.Refusal;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From an exception to the problem its caller is told. */
public final class Faults {

    static final String THROTTLED = "throttled";

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** Never throws, and never tells a stranger more than is theirs to know. */
    public static Problem problemOf(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            var problem = known(cause);
            if (problem != null) {
                return problem;
            }
        }
        LOG.atError().setCause(thrown).log("a request failed for a reason that nobody foresaw");
        return new Problem(500, "internal_error", "the connector failed; its log says why");
    }

    private static @Nullable Problem known(Throwable cause) {
        if (cause instanceof ProblemException it) {
            return it.problem();
        }
        if (cause instanceof ApiException it) {
            return ofTheApi(it);
        }
        if (cause instanceof KafkaException) {
            return new Problem(
                    503,
                    "kafka_unavailable",
                    "Kafka did not confirm what was to be written; it may or may not have been");
        }
        if (cause instanceof TimeoutException) {
            return new Problem(504, "deadline_exceeded", "no answer within the time a request may take");
        }
        return null;
    }

    private static Problem ofTheApi(ApiException thrown) {
        if (thrown instanceof ApiException.Refused it) {
            return refused(it.refusal());
        }
        if (thrown instanceof ApiException.Throttled it) {
            long seconds = Math.max(1, it.getRetryAfter().plusMillis(999).toSeconds());
            String code = it.code() == null ? THROTTLED : it.code();
            return new Problem(429, code, "the API's call budget is spent; try again in " + seconds + " s")
                    .withHeader("Retry-After", Long.toString(seconds))
                    .withHeader("x-ratelimit-remaining", "0")
                    .withHeader("x-ratelimit-reset", Long.toString(Instant.now().getEpochSecond() + seconds));
        }
        if (thrown instanceof ApiException.Busy) {
            return new Problem(503, "busy", "as many calls of the API as may be are under way; nothing was done")
                    .withHeader("Retry-After", "1");
        }
        if (thrown instanceof ApiException.Unauthorized) {
            return new Problem(503, "unauthorized", "the API does not take the connector's own key");
        }
        if (thrown instanceof ApiException.Unproven) {
            return new Problem(
                    504,
                    "unproven",
                    "no usable answer came from the API: what was asked may or may not have been done");
        }
        return thrown instanceof ApiException.Unavailable it && it.getStatus() != null
                ? failed(it.getStatus(), it.code())
                : new Problem(503, "unavailable", "the API is not reachable; nothing was done");
    }

    private static Problem failed(int status, @Nullable String code) {
        return new Problem(
                status == 503 ? 503 : 502,
                code == null ? "unavailable" : code,
                "the API failed with status " + status + (code == null ? "" : ": " + code));
    }

    private static Problem refused(Refusal refusal) {
        int status = refusal.status() >= 400 && refusal.status() < 500 ? refusal.status() : 502;
        var code = refusal.code();
        return new Problem(status, code == null ? "refused" : code, "the API refuses this: " + refusal.inWords());
    }
}
