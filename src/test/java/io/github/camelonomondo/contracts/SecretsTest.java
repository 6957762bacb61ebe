package io.github.camelonomondo.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.RunningConnector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whatever happens, and however talkative the log is: no key is in anything that leaves the connector. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTest {

    private static final String API_KEY = "sk-api-5c1f0d3e9b";
    private static final String REST_KEY = "sk-rest-77aa41c2";
    private static final String OTHER_REST_KEY = "sk-rest-0099ffee";
    private static final String WRONG_KEY = "sk-wrong-123456";
    private static final List<String> SECRETS = List.of(API_KEY, REST_KEY, OTHER_REST_KEY, WRONG_KEY);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Topics NAMES = new Topics("");

    private final HttpClient http = HttpClient.newHttpClient();
    private final KafkaBroker broker = new KafkaBroker().start();
    private final SimulatedOnomondo api =
            new SimulatedOnomondo(Fleet.of(40)).acceptOnly(API_KEY).start();
    private final List<String> answers = new ArrayList<>();
    private io.github.camelonomondo.support.Topics topics;
    private RunningConnector connector;

    @BeforeEach
    void start() {
        topics = new io.github.camelonomondo.support.Topics(broker.bootstrapServers());
        connector = RunningConnector.start(
                broker.bootstrapServers(),
                api.url(),
                "ONOMONDO_API_TOKEN=" + API_KEY,
                "ONOMONDO_REST_API_KEYS=ops:" + REST_KEY + ",crm:" + OTHER_REST_KEY,
                "ONOMONDO_SCAN_INTERVAL=1s",
                "ONOMONDO_MAX_ATTEMPTS=2",
                "ONOMONDO_CALLS_PER_MINUTE=0",
                "logging.level.io.github.camelonomondo=debug",
                "logging.level.org.apache.camel.component.http=debug");
    }

    @AfterEach
    void stop() {
        connector.close();
        topics.close();
        api.close();
        broker.close();
    }

    @Test
    void stayInside(CapturedOutput log) throws Exception {
        awaitTold("scan.completed");
        succeedFailAndRefuse();
        callAndMiscall();
        beSentBackByTheApi();
        loseTheConnection();
        answers.add(get(connector.managementPort(), "/observe/metrics", null));
        answers.add(get(connector.managementPort(), "/observe/health", null));
        connector.close();

        assertThat(log.getAll()).contains("scan.completed", "request answered", "DEBUG");
        assertThat(shown(log.getAll())).as("log").isEmpty();
        assertThat(answers)
                .hasSizeGreaterThan(12)
                .allSatisfy(response -> assertThat(shown(response)).as(response).isEmpty());
        for (String topic : new AsyncApi().channels().keySet()) {
            for (ConsumerRecord<String, String> record : topics.read(topic)) {
                assertThat(shown(text(record))).as(text(record)).isEmpty();
            }
        }
    }

    private void succeedFailAndRefuse() {
        var ids = api.fleet().ids();
        api.refuse(ids.get(1), "no connector for " + API_KEY + "_not_found");
        api.refuse(ids.get(2), "later, Bearer " + API_KEY);
        command(ids.get(0), "{\"type\":\"relabel\",\"label\":\"a\"}");
        command(ids.get(1), "{\"type\":\"relabel\",\"label\":\"b\"}");
        command(ids.get(2), "{\"type\":\"relabel\",\"label\":\"c\"}");
        command(ids.get(3), "{\"type\":\"explode\"}");
        topics.await(NAMES.commandResults(), PATIENCE, results -> results.size() == 4);
        api.recover();
    }

    private void callAndMiscall() throws Exception {
        int port = connector.restPort();
        answers.add(get(port, "/sims?limit=3", REST_KEY));
        answers.add(get(port, "/sims?limit=x", REST_KEY));
        answers.add(get(port, "/sims/999999999", "Bearer " + OTHER_REST_KEY));
        answers.add(get(port, "/sims", WRONG_KEY));
        answers.add(get(port, "/sims", "Bearer " + WRONG_KEY));
        answers.add(get(port, "/sims", null));
        answers.add(send(port, "POST", "/commands", REST_KEY, "{\"type\":\"explode\"}"));
        answers.add(send(port, "PATCH", "/sims/bulk", REST_KEY, "{\"sims\":[]}"));
    }

    /** In the body of an error, which people like to log. */
    private void beSentBackByTheApi() throws Exception {
        int port = connector.restPort();
        var first = api.fleet().ids().get(0);
        for (int status : new int[] {400, 404, 409, 422, 500, 502, 403, 401}) {
            var told = api.when(Call::isRead).answer(status, "the key Bearer " + API_KEY + " is not welcome");
            answers.add(get(port, "/sims/" + first, REST_KEY));
            told.clear();
        }
        var refused = api.always().answer(401, "unknown key " + API_KEY);
        awaitTold("outage.begun");
        command(first, "{\"type\":\"relabel\",\"label\":\"while the key is refused\"}");
        Awaitility.await().atMost(PATIENCE).until(() -> refused.hits() > 4);
        answers.add(get(connector.managementPort(), "/observe/health", null));
        refused.clear();
        topics.await(NAMES.commandResults(), PATIENCE, results -> results.size() == 5);
    }

    private void loseTheConnection() throws Exception {
        api.goAway();
        answers.add(get(connector.restPort(), "/sims/" + api.fleet().ids().get(0), REST_KEY));
        command(api.fleet().ids().get(5), "{\"type\":\"relabel\",\"label\":\"while the API is away\"}");
        api.comeBack();
        api.next(3).breakBody();
        api.next(3).drop();
        topics.await(NAMES.commandResults(), PATIENCE, results -> results.size() == 6);
    }

    private void command(String sim, String json) {
        topics.send(NAMES.commands(), sim, json);
        topics.flush();
    }

    private void awaitTold(String type) {
        topics.await(
                NAMES.notifications(),
                PATIENCE,
                records -> records.stream()
                        .anyMatch(record -> text(record).contains("com.onomondo.connector." + type + ".v1")));
    }

    private String get(int port, String path, String authorization) throws Exception {
        return send(port, "GET", path, authorization, "");
    }

    /** The answer, its headers included. */
    private String send(int port, String method, String path, String authorization, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        var response = http.send(request.build(), BodyHandlers.ofString());
        return response.statusCode() + " " + response.headers().map() + " " + response.body();
    }

    private static List<String> shown(String text) {
        return SECRETS.stream().filter(text::contains).toList();
    }

    private static String text(ConsumerRecord<String, String> record) {
        var text = new StringBuilder().append(record.key()).append('\n').append(record.value());
        record.headers()
                .forEach(header -> text.append('\n')
                        .append(header.key())
                        .append('=')
                        .append(header.value() == null ? "" : new String(header.value(), UTF_8)));
        return text.toString();
    }
}
