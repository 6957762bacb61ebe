package io.github.camelonomondo.changes.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the world hears of a scan that is stopped. */
class ScanNotificationsTest {

    private final List<String> told = new ArrayList<>();
    private final ScanNotifications notifications =
            new ScanNotifications((type, details) -> told.add(type + " " + details.get("reason")));

    @Test
    void saysThatAScanEndedBecauseTheConnectorStops() {
        notifications.leadership(true);
        notifications.stopped(7);
        notifications.leadership(false);

        assertThat(told).containsExactly("leader.gained null", "scan.aborted the connector stops", "leader.lost null");
    }

    @Test
    void saysNothingOfAScanThatIsStoppedAsAnotherConnectorLeads() {
        notifications.leadership(true);
        notifications.leadership(false);
        notifications.stopped(7);

        assertThat(told).containsExactly("leader.gained null", "leader.lost null");
    }
}
