package io.github.camelonomondo.rest;

import static io.github.camelonomondo.rest.RestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.sim.SimUpdate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

@RestTest
@TestPropertySource(properties = "onomondo.rest.deadline=500ms")
class DeadlineTest {

    @Autowired
    private FakeApi api;

    private final CountDownLatch done = new CountDownLatch(1);
    private RestClient client;

    @BeforeEach
    void begin(@LocalServerPort int port) {
        api.reset();
        client = new RestClient(port);
    }

    @Test
    void endsARequest() {
        api.answersWith(call -> {
            await(60_000);
            return FakeApi.SIM;
        });

        var response = client.get("/sims/000279139");

        done.countDown();
        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(json(response).path("error").asText()).isEqualTo("deadline_exceeded");
    }

    @Test
    void doesNotEndABulkWhoseLinesKeepComing() {
        api.answersBulks(updates -> answeredLate(updates));
        var body = IntStream.range(0, 400)
                .mapToObj("{\"id\":\"%09d\",\"label\":\"a\"}"::formatted)
                .collect(Collectors.joining(",", "{\"sims\":[", "]}"));

        var response = client.send("PATCH", "/sims/bulk", body);

        assertThat(response.body().lines()).hasSize(400).allMatch(line -> line.contains("true"));
    }

    private io.github.camelonomondo.api.BulkAnswer answeredLate(List<SimUpdate> updates) {
        await(200);
        return FakeApi.allUpdated(updates);
    }

    private void await(int milliseconds) {
        try {
            var unused = done.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
