package io.github.camelonomondo.commands;

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

/** Rights on topics are taken and given while a connector runs. */
@ExtendWith(OutputCaptureExtension.class)
class DeniedByKafkaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COMMANDS = "denied.onomondo.sim.commands";
    private static final String RESULTS = "denied.onomondo.sim.command-results";
    /** As long as there is a rule for the topic, what it does not allow is denied. */
    private static final AclBinding WRITE_ONLY = writeOnly(COMMANDS);

    private static final String CONTROL = "denied.onomondo.connector.control";

    private static final String CRM = "results-for-the-crm";
    private static final AclBinding READ_ONLY = readOnly(CRM);

    @Test
    void goesOnOnceItMayReadAgain(CapturedOutput log) throws Exception {
        try (var broker = new KafkaBroker(new GuardedDoor()).start();
                var api = new SimulatedOnomondo(Fleet.of(20)).start();
                var topics = new Topics(broker.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            topics.create(3, COMMANDS);
            List<String> sims = api.fleet().ids();
            try (var connector = RunningConnector.start(
                    broker.bootstrapServers(),
                    api.url(),
                    "ONOMONDO_TOPIC_PREFIX=denied.",
                    "ONOMONDO_GROUP=denied",
                    "ONOMONDO_SCAN_INTERVAL=0")) {
                assertThat(connector.restPort()).isPositive();
                relabel(topics, sims.subList(0, 10));
                topics.await(RESULTS, PATIENCE, results -> results.size() == 10);

                // When
                admin.createAcls(List.of(WRITE_ONLY)).all().get();
                relabel(topics, sims.subList(10, 20));
                await().atMost(PATIENCE).until(() -> log.getAll().contains("Not authorized to access topics"));
                admin.deleteAcls(List.of(WRITE_ONLY.toFilter())).all().get();

                // Then
                topics.await(RESULTS, PATIENCE, results -> results.size() == 20);
                assertThat(sims).allMatch(sim -> "new".equals(api.fleet().label(sim)));
            }
        }
    }

    @Test
    void isNotReadyAndReadsNoCommandUntilItMayReadTheOrdersBeforeItsStart(CapturedOutput log) throws Exception {
        try (var broker = new KafkaBroker(new GuardedDoor()).start();
                var api = new SimulatedOnomondo(Fleet.of(10)).start();
                var topics = new Topics(broker.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // Given
            topics.create(1, CONTROL);
            topics.send(CONTROL, "ops", "{\"order\":\"resume-commands\"}");
            topics.flush();
            admin.createAcls(List.of(writeOnly(CONTROL))).all().get();
            try (var connector = RunningConnector.start(
                    broker.bootstrapServers(),
                    api.url(),
                    "ONOMONDO_TOPIC_PREFIX=denied.",
                    "ONOMONDO_GROUP=denied",
                    "ONOMONDO_SCAN_INTERVAL=0")) {
                List<String> sims = api.fleet().ids();
                relabel(topics, sims);
                await().atMost(PATIENCE)
                        .until(() -> log.getAll()
                                .contains("no command is read until the orders before the start are known: "));
                await().during(Duration.ofSeconds(4)).atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(answer(connector.managementPort(), "/observe/health"))
                            .contains("no command is read until the orders before the start are known");
                    assertThat(answer(connector.managementPort(), "/observe/health/ready"))
                            .contains("OUT_OF_SERVICE");
                    assertThat(api.calls().bulks()).isEmpty();
                });

                // When
                admin.deleteAcls(List.of(writeOnly(CONTROL).toFilter())).all().get();

                // Then
                topics.await(RESULTS, PATIENCE, results -> results.size() == sims.size());
                await().atMost(PATIENCE)
                        .until(() -> answer(connector.managementPort(), "/observe/health/ready")
                                .contains("UP"));
            }
        }
    }

    @Test
    void saysInItsHealthThatResultsWaitForKafka() throws Exception {
        try (var broker = new KafkaBroker(new GuardedDoor()).start();
                var api = new SimulatedOnomondo(Fleet.of(10)).start();
                var topics = new Topics(broker.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            topics.create(1, RESULTS);
            admin.createAcls(List.of(readOnly(RESULTS))).all().get();
            try (var connector = RunningConnector.start(
                    broker.bootstrapServers(),
                    api.url(),
                    "ONOMONDO_TOPIC_PREFIX=denied.",
                    "ONOMONDO_GROUP=denied",
                    "ONOMONDO_SCAN_INTERVAL=0")) {
                relabel(topics, api.fleet().ids());
                await().atMost(PATIENCE)
                        .until(() -> answer(connector.managementPort(), "/observe/health")
                                .contains("resultsWaitForKafkaSeconds"));

                // When
                admin.deleteAcls(List.of(readOnly(RESULTS).toFilter())).all().get();

                // Then
                topics.await(RESULTS, PATIENCE, results -> results.size() == 10);
                await().atMost(PATIENCE)
                        .until(() -> !answer(connector.managementPort(), "/observe/health")
                                .contains("resultsWaitForKafkaSeconds"));
            }
        }
    }

    @Test
    void givesEverybodyAResultThoughTheTopicThatOneWantsItsReplyInIsClosed() throws Exception {
        try (var broker = new KafkaBroker(new GuardedDoor()).start();
                var api = new SimulatedOnomondo(Fleet.of(10)).start();
                var topics = new Topics(broker.bootstrapServers());
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            topics.create(1, CRM);
            admin.createAcls(List.of(READ_ONLY)).all().get();
            try (var connector = RunningConnector.start(
                    broker.bootstrapServers(),
                    api.url(),
                    "ONOMONDO_COMMANDS_REPLY_TOPICS=" + CRM,
                    "ONOMONDO_TOPIC_PREFIX=denied.",
                    "ONOMONDO_GROUP=denied",
                    "ONOMONDO_SCAN_INTERVAL=0")) {
                assertThat(connector.restPort()).isPositive();

                api.fleet()
                        .ids()
                        .forEach(sim ->
                                topics.send(COMMANDS, sim, "{\"type\":\"activate\"}", Map.of("kafka_replyTopic", CRM)));
                topics.flush();

                topics.await(RESULTS, PATIENCE, results -> results.size() == 10);
                assertThat(topics.read(CRM)).isEmpty();
            }
        }
    }

    private static AclBinding writeOnly(String topic) {
        return only(topic, AclOperation.WRITE);
    }

    private static AclBinding readOnly(String topic) {
        return only(topic, AclOperation.READ);
    }

    private static AclBinding only(String topic, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", operation, AclPermissionType.ALLOW));
    }

    private static String answer(int port, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static void relabel(Topics topics, List<String> sims) {
        sims.forEach(sim -> topics.send(COMMANDS, sim, "{\"type\":\"relabel\",\"label\":\"new\"}"));
        topics.flush();
    }
}
