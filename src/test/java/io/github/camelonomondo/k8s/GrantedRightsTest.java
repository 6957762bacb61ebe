package io.github.camelonomondo.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.GuardedDoor;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.RunningConnector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker grants what {@code k8s/components/strimzi/user.yaml} says, and nothing else of the connector's topics, groups and ids. */
class GrantedRightsTest {

    private static final Topics NAMES = new Topics("");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Commands, dead letters, orders and changes, and the page that shows all of them. */
    @Test
    @Timeout(120)
    void areEnoughForAllThatTheConnectorDoes() throws Exception {
        try (var broker = new KafkaBroker(new GuardedDoor()).start();
                var api = new SimulatedOnomondo(Fleet.of(5)).start();
                var topics = new io.github.camelonomondo.support.Topics(broker.bootstrapServers())) {
            topics.create(
                    2,
                    NAMES.commands(),
                    NAMES.commandResults(),
                    NAMES.deadLetters(),
                    NAMES.events(),
                    NAMES.state(),
                    NAMES.checkpoint(),
                    NAMES.notifications(),
                    NAMES.control());
            grant(broker);
            try (var connector =
                    RunningConnector.start(broker.bootstrapServers(), api.url(), "ONOMONDO_SCAN_INTERVAL=1s")) {
                var url = "http://127.0.0.1:" + connector.restPort();
                try (var live = HTTP.send(get(url + "/live"), BodyHandlers.ofInputStream())
                                .body();
                        var page = new BufferedReader(new InputStreamReader(live, UTF_8))) {
                    var missing = new HashSet<>(Set.of("change", "result", "dead-letter", "notification"));

                    while (!missing.isEmpty()) {
                        String line = page.readLine();
                        assertThat(line).as("the page ended without " + missing).isNotNull();
                        if (line.contains("figures")) { // once a second, until all has been seen
                            assertThat(post(url + "/control", "{\"order\":\"scan-now\"}"))
                                    .isEqualTo(202);
                            assertThat(post(url + "/commands", relabel())).isEqualTo(202);
                            topics.send(NAMES.commands(), "000000002", "{\"type\":\"explode\"}");
                            topics.flush();
                        }
                        missing.removeIf(kind -> line.equals("event:" + kind));
                    }
                }
            }
        }
    }

    private static String relabel() {
        return "{\"type\":\"relabel\",\"sim\":\"000000001\",\"label\":\"at " + System.nanoTime() + "\"}";
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }

    private static int post(String url, String json) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        return HTTP.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    private static void grant(KafkaBroker broker) throws Exception {
        var user = Manifests.tree(Files.readString(Path.of("k8s/components/strimzi/user.yaml")));
        List<AclBinding> rights = Manifests.elements(user.at("/spec/authorization/acls"))
                .flatMap(GrantedRightsTest::rules)
                .toList();
        assertThat(rights).hasSizeGreaterThan(10);
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createAcls(rights).all().get();
        }
    }

    private static Stream<AclBinding> rules(JsonNode acl) {
        JsonNode resource = acl.path("resource");
        var type = resource.path("type").asText().equals("transactionalId")
                ? ResourceType.TRANSACTIONAL_ID
                : ResourceType.fromString(resource.path("type").asText());
        var pattern = new ResourcePattern(
                type,
                resource.path("name").asText(),
                resource.path("patternType").asText().equals("prefix") ? PatternType.PREFIXED : PatternType.LITERAL);
        return Manifests.elements(acl.path("operations"))
                .map(operation -> AclOperation.valueOf(operation.asText().toUpperCase(Locale.ROOT)))
                .map(operation -> new AclBinding(
                        pattern, new AccessControlEntry("User:*", "*", operation, AclPermissionType.ALLOW)));
    }
}
