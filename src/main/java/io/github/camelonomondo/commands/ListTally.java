package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.CallObserver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** How many lists of SIMs the API answered and failed to, whoever asked: scans do now and then. Safe to share between threads. */
public final class ListTally implements CallObserver {

    private static final String LIST = "listSims";

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    @Override
    public void called(String operation, Outcome outcome, String detail, Duration took) {
        if (LIST.equals(operation)) {
            switch (outcome) {
                case OK, REFUSED -> answered.incrementAndGet();
                case UNAVAILABLE, UNPROVEN, UNAUTHORIZED -> failed.incrementAndGet();
                case THROTTLED -> {}
            }
        }
    }

    int answered() {
        return answered.get();
    }

    int failed() {
        return failed.get();
    }
}
