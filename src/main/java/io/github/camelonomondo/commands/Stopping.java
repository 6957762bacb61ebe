package io.github.camelonomondo.commands;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A batch that is in hand when the connector is asked to stop gets some time. Asked by the polling thread; any may ask how young it is. */
final class Stopping {

    private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);

    private static final long TO_FINISH = CommandProcessing.TO_FINISH.toNanos();

    private static final long FOR_THE_LAST_CALLS = TimeUnit.SECONDS.toNanos(10);

    private static final long A_BLIP = TimeUnit.SECONDS.toNanos(3);

    /** Longer than a broker takes to hand its partitions to another. */
    private static final long FOR_KAFKA = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier nanoTime;
    private volatile boolean asked;
    private volatile long askedAt;

    /** @param nanoTime such as {@link System#nanoTime} */
    Stopping(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Leaves to the next start what a batch cannot finish in time. */
    void hurry(CommandBatch batch, boolean stopping) {
        if (!stopping) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (!asked) {
            askedAt = now;
            asked = true;
        }
        long waited = now - askedAt;
        if (waited > FOR_KAFKA && !batch.isLeased() && !batch.isLeft()) {
            LOG.atWarn().log("stopped without Kafka, where others may have the batch in hand; the next start goes on");
            batch.leave(false);
        }
        if (waited > TO_FINISH) {
            if (!batch.isLeft()) {
                LOG.atWarn().log("stopped before the batch in hand was done; the next start goes on with it");
            }
            batch.leave(waited > TO_FINISH + FOR_THE_LAST_CALLS);
        }
    }

    /** True while a call that fails may be tried once more: what fails may be a blip. */
    boolean isYoung() {
        return !asked || nanoTime.getAsLong() - askedAt < A_BLIP;
    }

    /** True once it is to stop and Kafka has acknowledged no result for too long to be waited for. */
    boolean isKafkaGivenUp(long silentNanos) {
        return asked && nanoTime.getAsLong() - askedAt > FOR_KAFKA && silentNanos > FOR_KAFKA;
    }
}
