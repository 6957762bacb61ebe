package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.BulkAnswer;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.resilience4j.ResilienceProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes do around a bulk call. Safe to share between threads. */
public final class CommandCalls {

    private static final Logger LOG = LoggerFactory.getLogger(CommandCalls.class);
    /** Id of the circuit breaker around bulks; a route of one's own may have none. */
    private static final String BREAKER = "api-breaker";

    private static final String BULK = "CamelOnomondoBulk";

    private final CommandObserver observer;
    private final Stopping stopping;
    private final Predicate<CommandBatch> isAnySimReadable;

    /** @param isAnySimReadable asks the API, as long as calls for the batch may begin; does not throw */
    CommandCalls(CommandObserver observer, Stopping stopping, Predicate<CommandBatch> isAnySimReadable) {
        this.observer = observer;
        this.stopping = stopping;
        this.isAnySimReadable = isAnySimReadable;
    }

    /** Body in: the SIMs that were gathered. Body out: the bulk that asks for their updates when it is sent. */
    public void gather(Exchange exchange) {
        List<CommandBatch.DueUpdate> due = dueIn(exchange.getMessage().getBody(List.class));
        CommandBatch batch = due.get(0).batch();
        keep(
                exchange,
                new DueBulk(
                        batch, due.stream().map(CommandBatch.DueUpdate::work).toList()));
    }

    private static List<CommandBatch.DueUpdate> dueIn(List<?> body) {
        return body.stream().map(CommandBatch.DueUpdate.class::cast).toList();
    }

    /** Body in: a bulk, one half of another. */
    public void take(Exchange exchange) {
        keep(exchange, exchange.getMessage().getBody(DueBulk.class));
    }

    private static void keep(Exchange exchange, DueBulk bulk) {
        exchange.setProperty(BULK, bulk);
        exchange.getMessage().setBody(bulk);
    }

    /**
     * Body in: the answer, or a refusal of the whole call. Every SIM is settled by what is proven. Body out: what is still to be sent, which is
     * the halves of a bulk that was refused as a whole, or that fails again and again while others do not, until the culprit stands alone.
     */
    public void settle(Exchange exchange) {
        DueBulk bulk = bulk(exchange);
        List<DueBulk> halves = List.of();
        if (exchange.getMessage().getBody() instanceof ApiException.Refused refused) {
            halves = bulk.halvesAfter(refused);
        } else if (bulk.isToBeCut()) {
            halves = bulk.halves();
        } else {
            settle(bulk, exchange.getMessage().getBody(BulkAnswer.class));
        }
        exchange.getMessage().setBody(halves);
    }

    private void settle(DueBulk bulk, BulkAnswer answer) {
        bulk.settle(answer);
        if (answer.size() > 0) {
            observer.bulk(answer.size());
            observer.unproven(answer.size() - answer.lines().size());
        }
    }

    /** True unless the connector stops: a call that was refused for the budget is waited for, however long. */
    public boolean mayBeMadeAgain(Exchange exchange) {
        return !exchange.getContext().isStopping();
    }

    /**
     * A call, of whatever kind, failed as a whole, for the first time or again. Now and then it is asked whether the API is away at all, so
     * that some SIMs that it cannot digest do not keep all others waiting.
     */
    public void failed(Exchange exchange) {
        var bulk = exchange.getProperty(BULK, DueBulk.class);
        Object body = exchange.getMessage().getBody();
        if (bulk != null) {
            var failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT);
            bulk.failed(
                    !(failure instanceof ApiException it) || it.isNothingDone()); // an open breaker lets none through
            look(bulk.batch(), exchange);
        } else if (body instanceof DueTags tags) {
            tags.batch().failing().failed(tags);
            look(tags.batch(), exchange);
        } else if (body instanceof Lookup lookup) {
            lookup.batch().failing().failed(lookup);
        }
    }

    /** Not of a key that is refused, nor of a budget that is spent: there is nothing to find out. */
    private void look(CommandBatch batch, Exchange exchange) {
        var failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT);
        boolean isOfTheApi = failure instanceof ApiException.Unavailable || failure instanceof ApiException.Unproven;
        CamelContext context = exchange.getContext();
        if (isOfTheApi
                && !context.isStopping()
                && batch.mayBegin()
                && batch.failing().isLookDue()
                && isAnySimReadable.test(batch)) {
            batch.failing().answered();
            if (context.getProcessor(BREAKER) instanceof ResilienceProcessor breaker) {
                breaker.transitionToCloseState();
            }
        }
    }

    /**
     * True unless the connector stops: an outage is waited for, however long. At the beginning of a stop it may be a blip, and is
     * tried on; not so a refused key.
     */
    public boolean mayBeTriedAgain(Exchange exchange) {
        boolean refused = exchange.getProperty(Exchange.EXCEPTION_CAUGHT) instanceof ApiException.Unauthorized;
        return mayBeMadeAgain(exchange) || (!refused && stopping.isYoung());
    }

    /** The connector stops and this call, of whatever kind, failed: it is not made again. */
    public void leave(Exchange exchange) {
        var bulk = exchange.getProperty(BULK, DueBulk.class);
        Object body = exchange.getMessage().getBody();
        if (bulk != null) {
            bulk.leave();
        } else if (body instanceof DueTags tags) {
            tags.leave();
        } else if (body instanceof Lookup lookup) {
            lookup.batch().leave(false);
        }
    }

    /** Nothing foresaw this: what may have been sent is read back. */
    public void readBack(Exchange exchange) {
        var cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.atError().log("a bulk call broke; its SIMs are read back", cause);
        bulk(exchange).broken();
    }

    private static DueBulk bulk(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(BULK, DueBulk.class), "gather comes first");
    }
}
