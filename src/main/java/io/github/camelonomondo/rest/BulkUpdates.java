package io.github.camelonomondo.rest;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.TraceContext;
import io.github.camelonomondo.sim.SimUpdate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/** {@code PATCH /sims/bulk}: any number of SIMs, in calls of twenty, answered line by line. */
public final class BulkUpdates {

    private static final int CALLS_AT_ONCE = 8;

    private final ProducerTemplate calls;
    private final ExecutorService pool;
    private volatile boolean ending;

    public BulkUpdates(CamelContext camel) {
        calls = camel.createProducerTemplate();
        pool = camel.getExecutorServiceManager().newFixedThreadPool(this, "rest-bulk", CALLS_AT_ONCE);
    }

    /** Body: the request's JSON, checked before anything is sent. Then: the lines of the answer, as a stream. */
    public void answer(Exchange exchange) throws InterruptedException {
        var updates = BulkRequest.read(Request.open(exchange).body());
        var trace = exchange.getProperty(TraceContext.PROPERTY);
        var call = new BulkCall((some, priority) -> send(some, priority, trace), wait -> Thread.sleep(wait.toMillis()));
        var run = new BulkRun(call, pool, updates, () -> ending);
        try {
            run.begin();
        } catch (ApiException e) {
            // It was tried often enough, and the route cannot try it again: the body of the request is read.
            throw new ProblemException(Faults.problemOf(e));
        }
        exchange.getMessage().setBody(run);
    }

    /** The connector stops: bulks that are being answered end with the calls under way, and say so of the SIMs of all others. */
    public void end() {
        ending = true;
    }

    private BulkAnswer send(List<SimUpdate> updates, Priority priority, @Nullable Object trace) {
        try {
            var route = "direct:rest-bulk-call-" + priority;
            return (BulkAnswer)
                    calls.sendBodyAndProperty(route, ExchangePattern.InOut, updates, TraceContext.PROPERTY, trace);
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
