package io.github.camelonomondo.changes.journal;

import io.github.camelonomondo.changes.scan.ScanListener;
import io.github.camelonomondo.changes.scan.ScanReport;
import io.github.camelonomondo.kafka.LeaderElection;
import io.github.camelonomondo.kafka.Notifications;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells the world how the scans go and who leads. */
public final class ScanNotifications implements ScanListener, LeaderElection.Listener {

    private final Notifications notifications;
    private volatile boolean leads;

    public ScanNotifications(Notifications notifications) {
        this.notifications = notifications;
    }

    @Override
    public void leadership(boolean leads) {
        this.leads = leads;
        notifications.tell(leads ? "leader.gained" : "leader.lost", Map.of());
    }

    @Override
    public void started(int scan, boolean snapshot) {
        notifications.tell("scan.started", Map.of("scan", scan, "snapshot", snapshot));
    }

    @Override
    public void completed(ScanReport report, int known) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("scan", report.scan());
        details.put("pages", report.pages());
        details.put("sims", report.sims());
        details.put("snapshot", report.snapshot());
        details.put("created", report.created());
        details.put("changed", report.changed());
        details.put("removed", report.removed());
        details.put("seconds", report.took().toMillis() / 1_000.0);
        notifications.tell("scan.completed", details);
    }

    @Override
    public void aborted(int scan, String reason) {
        notifications.tell("scan.aborted", Map.of("scan", scan, "reason", reason));
    }

    /** Another may scan already if the leadership was lost first: then there is nothing to say. */
    @Override
    public void stopped(int scan) {
        if (leads) {
            notifications.tell("scan.aborted", Map.of("scan", scan, "reason", "the connector stops"));
        }
    }

    @Override
    public void suspect(int scan, int missing, int known) {
        notifications.tell("scan.suspect", Map.of("scan", scan, "missing", missing, "known", known));
    }
}
