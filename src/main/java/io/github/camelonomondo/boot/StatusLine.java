package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.changes.Operation;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One line every few seconds that a person can follow. Silent while nothing happens. One thread at a time. */
@Component
final class StatusLine {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.camelonomondo.status");

    private final Figures figures;
    private final CallBudget budget;
    private final ScanFigures scans;
    private String last = "";

    StatusLine(Figures figures, CallBudget budget, ScanFigures scans) {
        this.figures = figures;
        this.budget = budget;
        this.scans = scans;
    }

    void say() {
        String counts = String.format(
                Locale.ROOT,
                "SIMs known %,d, events out %,d | commands in %,d, results %,d | calls %,d, mean fill %.1f",
                scans.sims(),
                Arrays.stream(Operation.values()).mapToLong(scans::published).sum(),
                figures.commandsReceived(),
                figures.commandsDone(),
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
}
