package io.github.camelonomondo.kafka.consumer;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka does not let us do something. Rights and passwords are changed while we run, and a consumer that ended for it would
 * not come back: it is asked again instead, after a while.
 */
final class Denials {

    private static final Logger LOG = LoggerFactory.getLogger(Denials.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Denials() {}

    /** What Kafka answers, or nothing, and a while later, if it denies it. */
    static <T> Optional<T> unlessDenied(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (AuthenticationException | AuthorizationException e) {
            pause(e);
            return Optional.empty();
        }
    }

    private static void pause(ApiException denial) {
        LOG.atWarn().log("Kafka refuses, asking again: {}", denial.getMessage());
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
