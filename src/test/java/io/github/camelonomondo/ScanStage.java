package io.github.camelonomondo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.ConnectorProcess;
import io.github.camelonomondo.support.EventFold;
import io.github.camelonomondo.support.Stage;
import io.github.camelonomondo.support.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A stage whose connectors scan once when they begin to lead and then when they are told, of a fleet that changes. */
final class ScanStage implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_NEW_SIM = 900_000_000;

    private final Stage stage;
    private int rounds;

    ScanStage(String bootstrapServers, int sims, int pageSize) {
        stage = new Stage(bootstrapServers, sims)
                .with("ONOMONDO_SCAN_INTERVAL", "1h")
                .with("ONOMONDO_SCAN_PAGE_SIZE", Integer.toString(pageSize))
                .with("ONOMONDO_COMMANDS_ENABLED", "no");
    }

    SimulatedOnomondo api() {
        return stage.api();
    }

    ConnectorProcess start() {
        return stage.start();
    }

    /** Kills it; who is started next leads at once. */
    void kill(ConnectorProcess connector) {
        connector.kill();
        stage.forgetTheDeadLeader();
    }

    /** Every time some others of every page change, one comes, one goes. */
    void change() {
        Fleet fleet = api().fleet();
        List<String> ids = fleet.ids();
        for (int i = rounds % 10; i < ids.size(); i += 10) {
            fleet.change(ids.get(i), "label", "round " + rounds);
            fleet.change(ids.get(i), "activated", rounds % 2 == 0);
        }
        fleet.change(ids.get(rounds), "imei_lock", rounds % 3 == 0 ? null : "35000000000000" + rounds);
        fleet.add(Integer.toString(FIRST_NEW_SIM + rounds));
        fleet.remove(ids.get(3 * rounds + 1));
        rounds++;
    }

    void scanNow() {
        stage.topics().send(stage.topic("onomondo.connector.control"), "any", "{\"order\":\"scan-now\"}");
        stage.topics().flush();
    }

    /** The scans that were complete, in order, once there are so many. */
    List<JsonNode> awaitScans(Duration atMost, int completed) throws Exception {
        var told = stage.topics()
                .await(
                        stage.topic("onomondo.connector.notifications"),
                        atMost,
                        all -> all.stream().filter(ScanStage::isCompleted).count() >= completed);
        List<JsonNode> scans = new ArrayList<>();
        for (var notification : told.stream().filter(ScanStage::isCompleted).toList()) {
            scans.add(JSON.readTree(notification.value()));
        }
        scans.sort(Comparator.comparingInt(scan -> scan.path("scan").intValue()));
        return scans;
    }

    private static boolean isCompleted(ConsumerRecord<String, String> notification) {
        return "com.onomondo.connector.scan.completed.v1".equals(Topics.header(notification, "ce_type"));
    }

    /** True while a page is written and not committed. */
    boolean isInMidTransaction() {
        return stage.topics().holdsUncommitted(stage.topic("onomondo.connector.checkpoint"));
    }

    /** What a read-committed consumer makes of all events. */
    EventFold events() {
        var fold = new EventFold();
        stage.topics().read(stage.topic("onomondo.sim.events"), fold::take);
        return fold;
    }

    /** The fleet as the API has it. */
    Map<String, JsonNode> fleet() throws Exception {
        Map<String, JsonNode> rows = new TreeMap<>();
        for (String id : api().fleet().ids()) {
            rows.put(id, JSON.readTree(api().fleet().row(id).toString()));
        }
        return rows;
    }

    /** The fleet as the state topic has it. */
    Map<String, JsonNode> state() throws Exception {
        Map<String, String> last = new TreeMap<>();
        stage.topics().read(stage.topic("onomondo.sim.state"), record -> {
            if (record.value() == null) {
                last.remove(record.key());
            } else {
                last.put(record.key(), record.value());
            }
        });
        Map<String, JsonNode> state = new TreeMap<>();
        for (var sim : last.entrySet()) {
            state.put(sim.getKey(), JSON.readTree(sim.getValue()));
        }
        return state;
    }

    @Override
    public void close() {
        stage.close();
    }
}
