package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.api.HttpOnomondoApi;
import io.github.camelonomondo.changes.Operation;
import io.github.camelonomondo.commands.CommandBatches;
import io.github.camelonomondo.kafka.LeaderElection;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.resilience4j.ResilienceProcessor;
import org.springframework.stereotype.Component;

/** What can be read at any time; {@code docs/metrics.md} says what each means. */
@Component
final class ConnectorMetrics implements MeterBinder {

    private final CamelContext context;
    private final CallBudget budget;
    private final HttpOnomondoApi api;
    private final ScanFigures scans;
    private final LeaderElection election;
    private final CommandBatches commands;
    private final Backlog backlog;

    ConnectorMetrics(
            CamelContext context,
            CallBudget budget,
            HttpOnomondoApi api,
            ScanFigures scans,
            LeaderElection election,
            CommandBatches commands,
            Backlog backlog) {
        this.context = context;
        this.budget = budget;
        this.api = api;
        this.scans = scans;
        this.election = election;
        this.commands = commands;
        this.backlog = backlog;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindBudget(registry);
        bindScans(registry);
        bindBreaker(registry);
        Gauge.builder("onomondo.calls.in.flight", api, HttpOnomondoApi::inFlight)
                .description("Calls under way")
                .register(registry);
        Gauge.builder("onomondo.commands.oldest.age", this, ConnectorMetrics::oldestAge)
                .description("Age of the oldest command that has no result, read or not")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("onomondo.commands.lag", backlog, Backlog::commands)
                .description("Commands that the group has not committed")
                .register(registry);
        Gauge.builder("onomondo.leader", election, leader -> leader.leads() ? 1 : 0)
                .description("1 on the connector that scans")
                .register(registry);
    }

    private void bindBreaker(MeterRegistry registry) {
        for (CircuitBreaker.State state :
                List.of(CircuitBreaker.State.CLOSED, CircuitBreaker.State.OPEN, CircuitBreaker.State.HALF_OPEN)) {
            Gauge.builder("onomondo.breaker.state", context, camel -> breakerIs(camel, state))
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .description("1 for the state that the breaker before the API is in")
                    .register(registry);
        }
    }

    private static double breakerIs(CamelContext context, CircuitBreaker.State state) {
        var breaker = context.getProcessor("api-breaker", ResilienceProcessor.class);
        String is = breaker == null ? CircuitBreaker.State.CLOSED.name() : breaker.getCircuitBreakerState();
        return state.name().equals(is) ? 1 : 0;
    }

    private void bindBudget(MeterRegistry registry) {
        FunctionTimer.builder(
                        "onomondo.budget.wait",
                        budget,
                        all -> all.figures().begun(),
                        all -> all.figures().waited().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("Waits for the call budget")
                .register(registry);
        Gauge.builder("onomondo.limit.remaining", budget, all -> all.figures().left())
                .description("Calls left in this minute")
                .baseUnit("calls")
                .register(registry);
        Gauge.builder(
                        "onomondo.limit.reset",
                        budget,
                        all -> all.figures().untilReset().toMillis() / 1000.0)
                .description("Until the API counts anew")
                .baseUnit("seconds")
                .register(registry);
    }

    private void bindScans(MeterRegistry registry) {
        Gauge.builder("onomondo.scan.age", scans, ConnectorMetrics::scanAge)
                .description("Since the last complete scan ended, or since this connector leads")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("onomondo.state.sims", scans, ScanFigures::sims)
                .description("SIMs in the state")
                .register(registry);
        for (Operation op : Operation.values()) {
            FunctionCounter.builder("onomondo.events", scans, figures -> figures.published(op))
                    .tag("op", op.code())
                    .description("Change events published")
                    .register(registry);
        }
    }

    private static double scanAge(ScanFigures scans) {
        Duration age = scans.age();
        return age == null ? Double.NaN : age.toMillis() / 1000.0;
    }

    /** What is in hand is known at once; what nobody reads, since commands are paused or others are faster, a little later. */
    private double oldestAge() {
        Instant inHand = commands.oldestInHand();
        Instant waiting = backlog.oldest();
        Instant oldest = inHand == null || (waiting != null && waiting.isBefore(inHand)) ? waiting : inHand;
        if (oldest == null) {
            return Double.isNaN(backlog.commands()) ? Double.NaN : 0;
        }
        return Duration.between(oldest, Instant.now()).toMillis() / 1000.0;
    }
}
