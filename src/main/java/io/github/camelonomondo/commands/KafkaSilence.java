package io.github.camelonomondo.commands;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that results have waited for Kafka: after a minute, and again every five. One thread at a time. */
final class KafkaSilence {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSilence.class);
    private static final long FIRST = TimeUnit.MINUTES.toNanos(1);
    private static final long AGAIN = TimeUnit.MINUTES.toNanos(5);

    private long due = FIRST;

    /** So long results have waited by now. */
    void lasts(long silentNanos) {
        if (silentNanos < FIRST) {
            due = FIRST;
        } else if (silentNanos >= due) {
            due = silentNanos + AGAIN;
            LOG.atWarn()
                    .addKeyValue("seconds", TimeUnit.NANOSECONDS.toSeconds(silentNanos))
                    .log("results wait for Kafka, which does not acknowledge them; no new call begins");
        }
    }
}
