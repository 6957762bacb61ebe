package io.github.camelonomondo.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.boot.ScanFigures;
import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.changes.compare.SimJson;
import io.github.camelonomondo.changes.journal.ChangeJournal;
import io.github.camelonomondo.changes.journal.CommandTrail;
import io.github.camelonomondo.changes.journal.ScanNotifications;
import io.github.camelonomondo.changes.scan.ScanControl;
import io.github.camelonomondo.changes.scan.ScanListeners;
import io.github.camelonomondo.component.OnomondoComponent;
import io.github.camelonomondo.kafka.KafkaGroupClusterService;
import io.github.camelonomondo.kafka.KafkaNotifications;
import io.github.camelonomondo.kafka.LeaderElection;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.support.KafkaBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** The route as it is shipped, on two connectors. */
class SimChangesRouteTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void scansOnOneConnectorAndGoesOnOnTheOther() throws Exception {
        try (var broker = new KafkaBroker().start();
                var it = new Harness(broker, 40)) {
            // Given
            var figures = new ScanFigures(Clock.systemUTC());
            var first = connector(it, "one", figures);
            await().atMost(PATIENCE).until(() -> it.events().size() == 40);
            var second = connector(it, "two", new ScanFigures(Clock.systemUTC()));
            it.fleet.change("000000001", "label", "while one scans");
            await().atMost(PATIENCE).until(() -> it.events().size() == 41);
            assertThat(figures.published(Operation.SNAPSHOT)).isEqualTo(40);
            assertThat(figures.last()).isNotNull();

            // When
            first.stop();
            it.fleet.change("000000002", "label", "while two scans");

            // Then
            await().atMost(PATIENCE).until(() -> it.events().size() == 42);
            second.stop();
            assertThat(it.eventsInWords()).contains("u 000000001 label", "u 000000002 label");
            assertThat(told(it))
                    .startsWith("one leader.gained", "one scan.started", "one scan.completed")
                    .contains("one leader.lost", "two leader.gained", "two scan.completed");
        }
    }

    @Test
    void saysThatAScanEndedEarlyBeforeItLeadsNoMore() throws Exception {
        try (var broker = new KafkaBroker().start();
                var it = new Harness(broker, 40)) {
            // Given
            it.simulator.always().onPage(2).hang();
            var connector = connector(it, "one", new ScanFigures(Clock.systemUTC()));
            await().atMost(PATIENCE).until(() -> it.simulator.calls().count(Call::isPage) == 2);

            // When
            connector.stop();

            // Then
            await().atMost(PATIENCE).until(() -> told(it).contains("one leader.lost"));
            assertThat(told(it))
                    .containsExactly("one leader.gained", "one scan.started", "one scan.aborted", "one leader.lost");
        }
    }

    /** As the boot package wires it. */
    private static CamelContext connector(Harness it, String instance, ScanFigures figures) throws Exception {
        var clock = Clock.systemUTC();
        var context = new DefaultCamelContext();
        var notifications = new KafkaNotifications(it.settings, it.topics, instance, clock);
        var told = new ScanNotifications(notifications);
        var listener = new ScanListeners(told, figures);
        var election = new LeaderElection(it.settings, it.topics.state(), "route-leader");
        election.listen(told);
        var trail = new CommandTrail(it.settings, it.topics, clock);
        var component = new OnomondoComponent();
        component.setApiUrl(it.simulator.url());
        component.setToken("key");
        component.setCallsPerMinute(0);
        context.addComponent("onomondo", component);
        context.getRegistry()
                .bind(
                        "changeJournal",
                        new ChangeJournal(it.settings, it.topics, "route", trail, listener, election, clock));
        context.getRegistry().bind("scanListener", listener);
        context.getRegistry().bind("scanControl", new ScanControl());
        var settings = Map.of(
                "onomondo.group", "route",
                "onomondo.scan.interval-millis", "300",
                "onomondo.scan.page-size", "15",
                "onomondo.ignored-fields", String.join(",", SimFields.IGNORED_BY_DEFAULT));
        settings.forEach(context.getPropertiesComponent()::addInitialProperty);
        context.addService(new KafkaGroupClusterService(election, instance));
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString(
                        "sim-changes-to-kafka.camel.yaml",
                        java.nio.file.Files.readString(Path.of("routes/sim-changes-to-kafka.camel.yaml"))));
        context.start();
        return context;
    }

    private static List<String> told(Harness it) throws Exception {
        List<String> told = new java.util.ArrayList<>();
        var records = it.kafka.read(it.topics.notifications());
        records.sort(java.util.Comparator.comparingLong(record -> record.timestamp()));
        for (var record : records) {
            JsonNode json = SimJson.MAPPER.readTree(record.value());
            String type = io.github.camelonomondo.support.Topics.header(record, "ce_type");
            told.add(json.path("instance").asText() + " "
                    + type.replace("com.onomondo.connector.", "").replace(".v1", ""));
        }
        return told;
    }
}
