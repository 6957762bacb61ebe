package io.github.camelonomondo.boot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * A thread that dies of an {@link Error}, too little memory above all, leaves undone what it had in hand, and nobody goes on with that: liveness says
 * so, and whoever looks after the connector starts it anew.
 */
@Component
final class BrokenThreads implements Thread.UncaughtExceptionHandler, InitializingBean, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(BrokenThreads.class);

    private final ApplicationContext context;

    BrokenThreads(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void afterPropertiesSet() {
        Thread.setDefaultUncaughtExceptionHandler(this);
    }

    @Override
    public void destroy() {
        if (Thread.getDefaultUncaughtExceptionHandler() == this) {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable cause) {
        LOG.atError().addKeyValue("thread", thread.getName()).log("a thread died", cause);
        if (cause instanceof Error) {
            AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
        }
    }
}
