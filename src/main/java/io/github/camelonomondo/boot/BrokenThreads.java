package io.github.camelonomondo.boot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;

/**
 * A thread that dies of an {@link Error}, too little memory above all, leaves undone what it had in hand, and nobody goes on with that: liveness says
 * so, and whoever looks after the connector starts it anew.
 */
final class BrokenThreads implements Thread.UncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(BrokenThreads.class);

    private final ApplicationContext context;

    BrokenThreads(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable cause) {
        LOG.atError().addKeyValue("thread", thread.getName()).log("a thread died", cause);
        if (cause instanceof Error) {
            AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
        }
    }
}
