package io.github.camelonomondo.rest;

import static io.github.camelonomondo.rest.RestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.boot.Application;
import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The way through: REST, the connector's own calls, the simulated API, and back. */
@CamelSpringBootTest
@SpringBootTest(
        classes = Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "onomondo.api.token=test-token",
            "onomondo.calls-per-minute=0",
            "onomondo.rest.api-keys=tests:" + RestClient.KEY,
            "onomondo.routes=classpath:routes/*rest.camel.yaml",
            "management.server.port=0",
            "management.endpoint.health.probes.enabled=true",
        })
@ContextConfiguration(initializers = SharedBroker.class)
class ThroughTheApiTest {

    private static final SimulatedOnomondo API = new SimulatedOnomondo(Fleet.of(2_500)).start();

    private RestClient client;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("onomondo.api.url", API::url);
    }

    @AfterAll
    static void close() {
        API.close();
    }

    @BeforeEach
    void begin(@LocalServerPort int port) {
        API.recover();
        API.calls().clear();
        client = new RestClient(port);
    }

    @Test
    void listsTheFleetAsAClientOfTheApiWould() throws Exception {
        int sims = 0;
        String cursor = "";
        do {
            var query = "/sims?limit=1000" + cursor;
            var page = client.get(query);
            assertThat(page.body()).isEqualTo(direct(query));
            sims += json(page).path("sims").size();
            var next = json(page).at("/pagination/next_page").asText("");
            cursor = next.isEmpty() ? "" : "&next_page=" + java.net.URLEncoder.encode(next, "UTF-8");
        } while (!cursor.isEmpty());

        assertThat(sims).isEqualTo(2_500);
    }

    @Test
    void passesFiltersOn() throws Exception {
        var query = "/sims?filter%5B%5D=activated:true&filter%5B%5D=online:true&limit=5";

        assertThat(client.get(query).body()).isEqualTo(direct(query));
    }

    @Test
    void findsGetsUpdatesAndTags() {
        var id = API.fleet().ids().get(7);

        assertThat(client.get("/sims/find?search=" + id).body()).contains(id);
        assertThat(json(client.get("/sims/" + API.fleet().iccid(id))).path("id").asText())
                .isEqualTo(id);
        assertThat(json(client.send("PATCH", "/sims/" + id, "{\"label\":\"Pümpe\"}"))
                        .path("label")
                        .asText())
                .isEqualTo("Pümpe");
        assertThat(API.fleet().label(id)).isEqualTo("Pümpe");

        var tag = json(client.get("/tags")).get(0).path("id").asText();
        var path = "/sims/" + id + "/tags/" + tag;
        client.send("DELETE", path);
        assertThat(client.send("PUT", path).statusCode()).isEqualTo(200);
        var again = client.send("PUT", path);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(json(again).path("error").asText()).isEqualTo("tag_already_on_sim");
        assertThat(client.send("DELETE", path).statusCode()).isEqualTo(200);
        assertThat(client.get("/sims/999999999").statusCode()).isEqualTo(404);
    }

    @Test
    void updatesAThousandSimsOfWhichTheApiRefusesOne() {
        var ids = API.fleet().ids().subList(0, 1_000);
        API.refuse(ids.get(500), "connector_not_found");
        API.refuseBulksWith(ids.get(700));
        var body = ids.stream()
                .map("{\"id\":\"%s\",\"label\":\"many\"}"::formatted)
                .collect(Collectors.joining(",", "{\"sims\":[", "]}"));

        var lines = client.send("PATCH", "/sims/bulk", body).body().lines().toList();

        assertThat(lines).hasSize(1_000);
        assertThat(lines.stream().filter(line -> line.contains("false")))
                .hasSize(2)
                .anyMatch(line -> line.contains(ids.get(500)) && line.contains("connector_not_found"))
                .anyMatch(line -> line.contains(ids.get(700)));
        assertThat(API.fleet().label(ids.get(999))).isEqualTo("many");
        assertThat(API.calls().bulks()).allMatch(call -> call.sims().size() <= 20);
    }

    @Test
    void waitsAMomentForTheApisLimit() {
        API.throttleFor(Duration.ofSeconds(2));

        var response = client.get("/sims/" + API.fleet().ids().get(0));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(API.calls().all()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void tellsWhatIsWrongWithTheApi() {
        API.when(Call::isRead).answerHtml(502);
        assertThat(client.get("/sims/" + API.fleet().ids().get(0)).statusCode()).isIn(502, 503);
        API.recover();

        API.when(Call::isRead).breakBody();
        assertThat(client.get("/sims/" + API.fleet().ids().get(0)).statusCode()).isIn(502, 503, 504);
    }

    private static String direct(String query) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(API.url() + query))
                .header("Authorization", "test-token")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
