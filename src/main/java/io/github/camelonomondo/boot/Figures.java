package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallObserver;
import io.github.camelonomondo.commands.CommandObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens, for the metrics and for the line in the log. */
public final class Figures implements CallObserver, CommandObserver {

    private final MeterRegistry registry;
    private final Counter unproven;
    private final LongAdder received = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final LongAdder bulks = new LongAdder();
    private final Map<String, Counter> statuses = new ConcurrentHashMap<>();
    private final LongAdder bulkSims = new LongAdder();

    Figures(MeterRegistry registry) {
        this.registry = registry;
        this.unproven = registry.counter("onomondo.answers.unproven");
        // An alert on an increase does not see the first ones of a series that begins with them.
        CommandObserver.REASONS.forEach(this::deadLetters);
    }

    @Override
    public void called(String operation, Outcome outcome, String detail, Duration took) {
        calls.increment();
        registry.timer(
                        "onomondo.api.calls",
                        "operation",
                        operation,
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .record(took);
    }

    @Override
    public void received() {
        received.increment();
    }

    @Override
    public void done(String status) {
        done.increment();
        statuses.computeIfAbsent(
                        status, name -> registry.counter("onomondo.commands", "status", name.toLowerCase(Locale.ROOT)))
                .increment();
    }

    @Override
    public void dead(String reason) {
        deadLetters(reason).increment();
    }

    private Counter deadLetters(String reason) {
        return registry.counter("onomondo.dead.letters", "reason", reason);
    }

    @Override
    public void unproven(int sims) {
        unproven.increment(sims);
    }

    @Override
    public void bulk(int sims) {
        bulks.increment();
        bulkSims.add(sims);
        registry.summary("onomondo.bulk.fill").record(sims);
    }

    public long commandsReceived() {
        return received.sum();
    }

    public long commandsDone() {
        return done.sum();
    }

    public long callsMade() {
        return calls.sum();
    }

    /** SIMs per bulk on average, 0 before the first. */
    public double meanFill() {
        long made = bulks.sum();
        return made == 0 ? 0 : (double) bulkSims.sum() / made;
    }
}
