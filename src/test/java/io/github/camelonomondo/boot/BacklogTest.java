package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.GuardedDoor;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Commands that wait for a connector that reads none. */
@ExtendWith(OutputCaptureExtension.class)
class BacklogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COMMANDS = "off.onomondo.sim.commands";
    private static final AclBinding WRITE_ONLY = new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, COMMANDS, PatternType.LITERAL),
            new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.ALLOW));

    @Test
    void isSeenWhereCommandsAreSwitchedOffAndMakesNoGroup() throws Exception {
        try (var broker = new KafkaBroker().start();
                var api = new SimulatedOnomondo(Fleet.of(5)).start();
                var topics = new Topics(broker.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                var connector = start(broker, api)) {
            send(topics, api);

            await().atMost(PATIENCE).until(() -> {
                Scrape metrics = metrics(connector);
                return metrics.value("onomondo_commands_lag") == 5
                        && metrics.value("onomondo_commands_oldest_age_seconds") > 1;
            });
            assertThat(get(connector, "/observe/health/ready")).contains("\"UP\"");
            assertThat(admin.listGroups().all().get())
                    .extracting(GroupListing::groupId)
                    .doesNotContain("off");
        }
    }

    @Test
    void isNotKnownWhereCommandsAreSwitchedOffAndMayNotBeRead(CapturedOutput log) throws Exception {
        try (var broker = new KafkaBroker(new GuardedDoor()).start();
                var api = new SimulatedOnomondo(Fleet.of(5)).start();
                var topics = new Topics(broker.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            topics.create(1, COMMANDS);
            send(topics, api);
            admin.createAcls(List.of(WRITE_ONLY)).all().get();
            try (var connector = start(broker, api)) {
                await().atMost(PATIENCE).until(() -> log.getAll().contains("those that wait are not counted: "));

                await().during(Duration.ofSeconds(7)).atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(metrics(connector).value("onomondo_commands_lag"))
                            .isNaN();
                    assertThat(metrics(connector).value("onomondo_commands_oldest_age_seconds"))
                            .isNaN();
                    assertThat(get(connector, "/observe/health/ready")).contains("\"UP\"");
                });
                assertThat(log.getAll().lines().filter(line -> line.contains("Not authorized to read from partition")))
                        .as("looks")
                        .hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    private static RunningConnector start(KafkaBroker broker, SimulatedOnomondo api) {
        return RunningConnector.start(
                broker.bootstrapServers(),
                api.url(),
                "ONOMONDO_COMMANDS_ENABLED=false",
                "ONOMONDO_SCAN_INTERVAL=0",
                "ONOMONDO_TOPIC_PREFIX=off.",
                "ONOMONDO_GROUP=off");
    }

    private static void send(Topics topics, SimulatedOnomondo api) {
        api.fleet().ids().forEach(sim -> topics.send(COMMANDS, sim, "{\"type\":\"activate\"}"));
        topics.flush();
    }

    private static Scrape metrics(RunningConnector connector) throws Exception {
        return new Scrape(get(connector, "/observe/metrics"));
    }

    private static String get(RunningConnector connector, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.managementPort() + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
