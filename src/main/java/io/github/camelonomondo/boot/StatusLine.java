package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.changes.Operation;
import io.github.camelonomondo.changes.ScanFigures;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** One line every few seconds that a person can follow. Silent while nothing happens. */
@Component
final class StatusLine implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.camelonomondo.status");
    private static final int SECONDS = 5;

    private final Figures figures;
    private final CallBudget budget;
    private final ScanFigures scans;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "onomondo-status");
        thread.setDaemon(true);
        return thread;
    });
    private String last = "";
    private volatile boolean running;

    StatusLine(Figures figures, CallBudget budget, ScanFigures scans) {
        this.figures = figures;
        this.budget = budget;
        this.scans = scans;
    }

    private void say() {
        String counts = String.format(
                Locale.ROOT,
                "SIMs known %,d, events out %,d | commands in %,d, answered %,d | calls %,d, mean fill %.1f",
                scans.sims(),
                Arrays.stream(Operation.values()).mapToLong(scans::published).sum(),
                figures.commandsReceived(),
                figures.commandsAnswered(),
                figures.callsMade(),
                figures.meanFill());
        if (!counts.equals(last)) {
            last = counts;
            LOG.info("{}, left this minute {}", counts, left());
        }
    }

    private String left() {
        int left = budget.figures().left();
        return left == Integer.MAX_VALUE ? "unlimited" : String.valueOf(left);
    }

    @Override
    public void start() {
        running = true;
        var unused = timer.scheduleAtFixedRate(this::say, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
