package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.changes.scan.ScanReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a scan tells of the fleet, and what it must not. */
class ScanTimesTest {

    private final List<Integer> seen = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScanTimes times = new ScanTimes(registry, scan -> seen.add(scan.sims()));

    @Test
    void tellsWhatACompleteScanSaw() {
        times.completed(report(1_500, 0), 1_500);

        assertThat(seen).containsExactly(1_500);
    }

    @Test
    void tellsNothingOfAListThatMissesTooManyToBeBelieved() {
        times.completed(report(0, 1_500), 1_500);

        assertThat(seen).isEmpty();
    }

    @Test
    void haveASeriesForEveryEndBeforeTheFirst() {
        assertThat(registry.find("onomondo.scan").timers())
                .extracting(timer -> timer.getId().getTag("outcome"))
                .containsExactlyInAnyOrder("completed", "suspect", "aborted");
    }

    @Test
    void haveNoTimeOfAScanThatCouldNotBegin() {
        times.notBegun("Kafka is away");
        assertThat(registry.get("onomondo.scan")
                        .tag("outcome", "aborted")
                        .timer()
                        .count())
                .isZero();

        times.started(1, true);
        times.aborted(1, "the key is refused");
        assertThat(registry.get("onomondo.scan")
                        .tag("outcome", "aborted")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void countNoAbortOfAScanThatEndedBecauseTheConnectorStops() {
        times.started(1, true);
        times.stopped(1);

        assertThat(registry.get("onomondo.scan")
                        .tag("outcome", "aborted")
                        .timer()
                        .count())
                .isZero();
    }

    private static ScanReport report(int sims, int suspected) {
        return new ScanReport(1, Instant.EPOCH, Duration.ZERO, 2, sims, 0, 0, 0, 0, suspected, 0, 0);
    }
}
