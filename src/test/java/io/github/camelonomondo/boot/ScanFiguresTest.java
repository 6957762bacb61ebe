package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.changes.Progress;
import io.github.camelonomondo.changes.scan.ScanReport;
import io.github.camelonomondo.support.HandClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScanFiguresTest {

    private final HandClock clock = new HandClock(Instant.parse("2026-11-23T00:00:00Z"));
    private final ScanFigures figures = new ScanFigures(clock);

    @Test
    void hasNoAgeUnlessItLeads() {
        assertThat(figures.age()).isNull();

        figures.leadership(true);
        complete();
        figures.leadership(false);

        assertThat(figures.age()).isNull();
    }

    @Test
    void growsOldFromTheLeadershipOnIfNoScanEnds() {
        figures.leadership(true);
        figures.started(1, true);
        figures.aborted(1, "the key is refused");
        clock.move(Duration.ofSeconds(900));

        assertThat(figures.age()).isEqualTo(Duration.ofSeconds(900));
    }

    @Test
    void isAsOldAsTheLastCompleteScanOfThisLeadership() {
        figures.leadership(true);
        clock.move(Duration.ofSeconds(100));
        complete();
        clock.move(Duration.ofSeconds(7));
        assertThat(figures.age()).isEqualTo(Duration.ofSeconds(7));

        figures.leadership(false);
        clock.move(Duration.ofSeconds(1_000));
        figures.leadership(true);
        clock.move(Duration.ofSeconds(3));
        assertThat(figures.age()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void forgetsWhatIsWrongOnceAnotherLeads() {
        figures.leadership(true);
        figures.completed(new ScanReport(1, clock.instant(), Duration.ZERO, 1, 1, 1, 0, 0, 0, 500, 0, 0), 1);
        figures.aborted(2, "another connector scans now");

        figures.leadership(false);
        figures.aborted(3, "another connector scans now"); // it was frozen, and ends its own scan late

        assertThat(figures.suspected()).isZero();
        assertThat(figures.trouble()).isNull();
        figures.leadership(true);
        assertThat(figures.suspected()).isZero();
        assertThat(figures.trouble()).isNull();
    }

    @Test
    void knowsNoSimsOnceAnotherLeads() {
        figures.leadership(true);
        figures.restored(100_000, new Progress(7, true, null));
        figures.restoring(20_000);

        figures.leadership(false);
        assertThat(figures.isRestoring()).isFalse();
        assertThat(figures.sims()).isZero();
        figures.restoring(30_000); // it hears late of it
        assertThat(figures.isRestoring()).isFalse();
        assertThat(figures.sims()).isZero();

        figures.leadership(true);
        assertThat(figures.isRestoring()).isFalse();
        assertThat(figures.sims()).isZero();
    }

    @Test
    void countsTheSimsWhileTheStateIsRead() {
        figures.leadership(true);
        figures.restoring(20_000);
        assertThat(figures.isRestoring()).isTrue();
        assertThat(figures.sims()).isEqualTo(20_000);

        figures.restored(100_000, new Progress(7, true, null));
        assertThat(figures.isRestoring()).isFalse();
        assertThat(figures.sims()).isEqualTo(100_000);
        assertThat(figures.scan()).isEqualTo(7);
    }

    @Test
    void hasTroubleAsLongAsRowsHaveNoId() {
        figures.leadership(true);

        complete(3, 0);
        assertThat(figures.trouble()).isEqualTo("3 rows of the list hold no SIM id, so nothing is removed");

        complete();
        assertThat(figures.trouble()).isNull();
    }

    @Test
    void hasTroubleAsLongAsTheApiDoesNotSayOfAMissingSimWhetherItIsGone() {
        figures.leadership(true);

        complete(0, 2);
        assertThat(figures.trouble()).isEqualTo("of 2 missing SIMs it is not known whether they are gone");

        complete();
        assertThat(figures.trouble()).isNull();
    }

    @Test
    void hasTroubleIfNoScanCanBegin() {
        figures.leadership(true);

        figures.notBegun("Kafka is away");
        assertThat(figures.trouble()).isEqualTo("Kafka is away");

        complete();
        assertThat(figures.trouble()).isNull();
    }

    private void complete(int nameless, int undecided) {
        figures.completed(
                new ScanReport(1, clock.instant(), Duration.ZERO, 1, 1, 1, 0, 0, 0, 0, nameless, undecided), 1);
    }

    private void complete() {
        complete(0, 0);
    }
}
