package io.github.camelonomondo.rest;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Callers who did not wait for their response: theirs to know, no reason for a stack trace. */
public final class HangUps implements ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(HangUps.class);

    @Override
    public void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    public void handleException(@Nullable String message, Throwable exception) {
        handleException(message, null, exception);
    }

    @Override
    public void handleException(@Nullable String message, @Nullable Exchange exchange, Throwable exception) {
        LOG.atDebug().setCause(exception).log("a caller hung up before the end of the response");
    }
}
