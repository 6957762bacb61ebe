package io.github.camelonomondo.rest;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.TraceContext;
import io.github.camelonomondo.sim.SimUpdate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/** {@code PATCH /sims/bulk}: any number of SIMs, in calls of twenty, with a line for each. */
public final class BulkUpdates {

    private static final int CALLS_AT_ONCE = 8;
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(200);

    private final ProducerTemplate calls;
    private final ExecutorService pool;
    private volatile boolean ending;

    public BulkUpdates(CamelContext camel) {
        calls = camel.createProducerTemplate();
        pool = camel.getExecutorServiceManager().newFixedThreadPool(this, "rest-bulk", CALLS_AT_ONCE);
    }

    /** Body: the request's JSON, checked before anything is sent. Then: the lines of the response, as a stream. */
    public void respond(Exchange exchange) throws InterruptedException {
        var updates = BulkRequest.read(Request.open(exchange).body());
        var trace = exchange.getProperty(TraceContext.PROPERTY);
        var call = new BulkCall((some, priority, begins) -> send(some, priority, begins, trace), this::pause);
        var run = new BulkRun(call, pool, updates, () -> ending);
        try {
            run.begin();
        } catch (ApiException e) {
            // It was tried often enough, and the route cannot try it again: the body of the request is read.
            throw new ProblemException(Faults.problemOf(e));
        }
        exchange.getMessage().setBody(run);
    }

    /** The connector stops: bulks whose response is under way end with the calls under way, and say so of the SIMs of all others. */
    public void end() {
        ending = true;
    }

    private void pause(Duration howLong) throws InterruptedException {
        long end = System.nanoTime() + howLong.toNanos();
        for (long left = howLong.toNanos(); left > 0 && !ending; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_EVERY));
        }
    }

    /** The updates are asked for once the budget has a call for them, and may not be wanted any more by then. */
    private BulkAnswer send(
            List<SimUpdate> updates, Priority priority, BooleanSupplier begins, @Nullable Object trace) {
        Supplier<List<SimUpdate>> wanted = () -> begins.getAsBoolean() ? updates : List.of();
        try {
            var route = "direct:rest-bulk-call-" + priority;
            var answer = (BulkAnswer)
                    calls.sendBodyAndProperty(route, ExchangePattern.InOut, wanted, TraceContext.PROPERTY, trace);
            if (answer.size() == 0) {
                throw new ApiException.Unwanted("PATCH /sims/bulk");
            }
            return answer;
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
