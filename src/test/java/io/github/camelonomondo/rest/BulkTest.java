package io.github.camelonomondo.rest;

import static io.github.camelonomondo.rest.RestClient.json;
import static io.github.camelonomondo.rest.RestClient.mediaType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RestTest
class BulkTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    private FakeApi api;

    private RestClient client;
    private int port;

    @BeforeEach
    void begin(@LocalServerPort int port) {
        this.port = port;
        api.reset();
        client = new RestClient(port);
    }

    @Test
    void cutsTheRequestIntoTwentiesOfWhichTheFirstIsUrgent() {
        var response = client.send("PATCH", "/sims/bulk", body(45));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(mediaType(response)).isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(response.body()).startsWith("{\"id\":\"000000000\",\"success\":true}\n");
        assertThat(lines(response.body()))
                .hasSize(45)
                .allMatch(line -> line.path("success").asBoolean());
        assertThat(api.bulks.get(0)).isEqualTo("20 REST");
        assertThat(api.bulks).containsExactlyInAnyOrder("20 REST", "20 COMMANDS", "5 COMMANDS");
    }

    @Test
    void answersInTheOrderOfTheRequestThoughCallsOvertakeEachOther() {
        var calls = new AtomicInteger();
        api.answersBulks(updates -> {
            // Every other call but the last waits until the one after it is under way.
            int mine = calls.incrementAndGet();
            if (mine % 2 == 0 && mine < 10) {
                await().atMost(Duration.ofSeconds(60)).until(() -> calls.get() > mine);
            }
            return FakeApi.allUpdated(updates);
        });

        var response = client.send("PATCH", "/sims/bulk", body(200));

        assertThat(lines(response.body()))
                .allMatch(line -> line.path("success").asBoolean())
                .extracting(line -> line.path("id").asText())
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj("%09d"::formatted).toList());
    }

    @Test
    void streamsTheLinesAsTheCallsComeBackAndStopsWhenTheCallerHangsUp() throws IOException {
        // Given
        var permits = new Semaphore(2, true);
        api.holdsBulksFor(permits::acquireUninterruptibly);
        var hangUps = RequestLog.linesOf(HangUps.class);

        // When
        try (var socket = send(body(10_000))) {
            socket.setSoLinger(true, 0);
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            socket.setSoTimeout(60_000);
            int lines = 0;
            // Only the first call is sure to have a permit; the second may be any of those under way.
            while (lines < 20) {
                lines += reader.readLine().startsWith("{\"id\"") ? 1 : 0;
            }
        }
        var given = new AtomicInteger(2);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            if (hangUps.isEmpty()) { // the server notices as it writes the lines of one more call
                given.incrementAndGet();
                permits.release();
            }
            return !hangUps.isEmpty() && (permits.availablePermits() == 0 || !permits.hasQueuedThreads());
        });
        permits.release(1_000);

        // Then
        await().during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(10))
                .until(() -> api.bulks.size(), size -> size <= given.get());
    }

    @Test
    void passesTheApisOwnRefusalsOn() {
        api.answersBulks(updates -> {
            var lines = new LinkedHashMap<SimId, BulkAnswer.Line>(
                    FakeApi.allUpdated(updates).lines());
            lines.put(new SimId("000000003"), new BulkAnswer.NotUpdated(new Refusal(200, "connector_not_found", null)));
            return new BulkAnswer("call", updates.size(), 200, lines);
        });

        var response = client.send("PATCH", "/sims/bulk", body(5));

        assertThat(response.body().lines().toList().get(3))
                .isEqualTo("{\"id\":\"000000003\",\"success\":false,\"error\":\"connector_not_found\"}");
        assertThat(lines(response.body()).stream()
                        .filter(line -> line.path("success").asBoolean()))
                .hasSize(4);
        assertThat(api.bulks).hasSize(1);
    }

    @Test
    void failsOnlyTheCulpritOfACallThatIsRefusedAsAWhole() {
        api.answersBulks(updates -> {
            if (names(updates).contains("000000007")) {
                throw new ApiException.Refused("PATCH /sims/bulk", new Refusal(400, "sim_id_invalid", null));
            }
            return FakeApi.allUpdated(updates);
        });

        var response = client.send("PATCH", "/sims/bulk", body(20));

        assertThat(lines(response.body()).stream()
                        .filter(line -> !line.path("success").asBoolean()))
                .singleElement()
                .satisfies(line -> assertThat(line.toString())
                        .isEqualTo("{\"id\":\"000000007\",\"success\":false,\"error\":\"sim_id_invalid\"}"));
        assertThat(api.bulks).hasSizeLessThanOrEqualTo(11);
    }

    @Test
    void tellsWhatWasNotSentForTheLimitInAWordOfOurs() {
        var calls = new AtomicInteger();
        api.answersBulks(updates -> switch (calls.incrementAndGet()) {
            case 1 -> throw new ApiException.Refused("bulk", new Refusal(400, "bad_request", null));
            case 2 -> FakeApi.allUpdated(updates);
            default -> throw new ApiException.Throttled(Duration.ofSeconds(70), "rate_limit_exceeded");
        });

        var response = client.send("PATCH", "/sims/bulk", body(2));

        assertThat(response.body().lines())
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"success\":true"),
                        second -> assertThat(second).contains("\"success\":false,\"error\":\"throttled\""));
    }

    @Test
    void asksOnceMoreForWhatWasNotProven() {
        var calls = new AtomicInteger();
        api.answersBulks(updates -> {
            var lines = new LinkedHashMap<>(FakeApi.allUpdated(updates).lines());
            lines.remove(new SimId("000000002"));
            if (calls.incrementAndGet() == 1) {
                lines.remove(new SimId("000000004"));
            }
            return new BulkAnswer("call", updates.size(), 200, lines);
        });

        var response = client.send("PATCH", "/sims/bulk", body(5));

        assertThat(lines(response.body()).stream()
                        .filter(line -> !line.path("success").asBoolean()))
                .singleElement()
                .satisfies(line -> assertThat(line.toString())
                        .isEqualTo("{\"id\":\"000000002\",\"success\":false,\"error\":\"unproven\"}"));
        assertThat(api.bulks).containsExactly("5 REST", "2 REST");
    }

    @Test
    void answersWithAProblemIfTheFirstCallFails() {
        api.fails(new ApiException.Throttled(Duration.ofSeconds(7)));

        var response = client.send("PATCH", "/sims/bulk", body(50));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(json(response).path("error").asText()).isEqualTo("throttled");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(api.bulks).containsExactly("20 REST");
    }

    @ParameterizedTest
    @CsvSource({"0, 503", "502, 502"})
    void saysThatTheApiIsAwayIfItWasFromTheBeginning(int status, int expected) {
        api.fails(new ApiException.Unavailable("away", status, null));

        var response = client.send("PATCH", "/sims/bulk", body(50));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(expected);
        assertThat(json(response).path("error").asText()).isEqualTo("unavailable");
        assertThat(api.bulks).isNotEmpty().allMatch("20 REST"::equals);
    }

    @Test
    void saysOfEachSimThatItWasNotSentOnceTheApiWentAway() {
        var calls = new AtomicInteger();
        api.answersBulks(updates -> {
            if (calls.incrementAndGet() > 1) {
                throw new ApiException.Unauthorized(401);
            }
            return FakeApi.allUpdated(updates);
        });

        var response = client.send("PATCH", "/sims/bulk", body(1_000));

        var lines = lines(response.body());
        assertThat(lines).hasSize(1_000);
        assertThat(lines.subList(0, 20)).allMatch(line -> line.path("success").asBoolean());
        assertThat(lines.subList(20, 1_000))
                .allMatch(line -> line.path("error").asText().equals("unauthorized"));
        assertThat(api.bulks).hasSizeLessThan(10);
    }

    @Test
    void sendsNothingIfOneItemIsWrong() {
        var response = client.send("PATCH", "/sims/bulk", body(50).replace("\"000000049\"", "\"49\""));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("index").asInt()).isEqualTo(49);
        assertThat(api.bulks).isEmpty();
    }

    private Socket send(String body) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        var request = "PATCH /sims/bulk HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + RestClient.KEY
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static List<String> names(List<SimUpdate> updates) {
        return updates.stream().map(update -> update.sim().value()).toList();
    }

    private static String body(int sims) {
        return IntStream.range(0, sims)
                .mapToObj("{\"id\":\"%09d\",\"label\":\"a\"}"::formatted)
                .collect(Collectors.joining(",", "{\"sims\":[", "]}"));
    }

    private static List<JsonNode> lines(String body) {
        var lines = new ArrayList<JsonNode>();
        body.lines().forEach(line -> {
            try {
                lines.add(JSON.readTree(line));
            } catch (IOException e) {
                throw new AssertionError(line, e);
            }
        });
        return lines;
    }
}
