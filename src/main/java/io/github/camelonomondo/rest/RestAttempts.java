package io.github.camelonomondo.rest;

import io.github.camelonomondo.api.ApiException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Told of every attempt that failed: that nobody knows what one has done stays true whatever the next one says. */
public final class RestAttempts implements Processor {

    private static final String UNPROVEN = "CamelOnomondoUnproven";

    @Override
    public void process(Exchange exchange) {
        var failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (failure instanceof ApiException.Unproven) {
            exchange.setProperty(UNPROVEN, failure);
        }
    }

    /** What the caller is to be told of: the last failure, unless that would say that nothing was done. */
    static Throwable toTell(Exchange exchange) {
        var last = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        var unproven = exchange.getProperty(UNPROVEN, Throwable.class);
        boolean saysNothingWasDone = last instanceof ApiException.Unavailable || last instanceof ApiException.Throttled;
        return unproven != null && saysNothingWasDone ? unproven : last;
    }
}
