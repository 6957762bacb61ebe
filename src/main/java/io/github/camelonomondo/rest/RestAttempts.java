package io.github.camelonomondo.rest;

import io.github.camelonomondo.api.ApiException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Told of every attempt that failed: that one may have done what was asked stays true whatever the next one says. */
public final class RestAttempts implements Processor {

    private static final String MAY_HAVE_DONE_IT = "CamelOnomondoMayHaveDoneIt";

    @Override
    public void process(Exchange exchange) {
        var failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (mayHaveDoneIt(failure)) {
            exchange.setProperty(MAY_HAVE_DONE_IT, failure);
        }
    }

    /** What the caller is to be told of: the last failure, unless that would say that nothing was done. */
    static Throwable toTell(Exchange exchange) {
        var last = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        var earlier = exchange.getProperty(MAY_HAVE_DONE_IT, Throwable.class);
        return earlier != null && last instanceof ApiException it && it.isNothingDone() ? earlier : last;
    }

    /** No answer came, or a gateway's before the API. */
    static boolean mayHaveDoneIt(Throwable failure) {
        return failure instanceof ApiException.Unproven
                || (failure instanceof ApiException.Unavailable it && !it.isNothingDone());
    }
}
