package io.github.camelonomondo.boot;

import io.github.camelonomondo.kafka.LeaderElection;
import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** How the scans go. Never down: commands and REST go on without them, and a restart would mend nothing. */
@Component("scans")
final class ScansHealth implements HealthIndicator {

    private final ScanFigures scans;
    private final LeaderElection election;

    ScansHealth(ScanFigures scans, LeaderElection election) {
        this.scans = scans;
        this.election = election;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up().withDetail("leads", election.leads());
        if (!election.leads()) {
            return health.build();
        }
        health.withDetail("readingState", scans.isRestoring())
                .withDetail("sims", scans.sims())
                .withDetail("scan", scans.scan())
                .withDetail("suspected", scans.suspected());
        Duration age = scans.age();
        if (age != null) {
            health.withDetail("secondsSinceComplete", age.toSeconds());
        }
        String trouble = scans.trouble();
        if (trouble != null) {
            health.withDetail("trouble", trouble);
        }
        return health.build();
    }
}
