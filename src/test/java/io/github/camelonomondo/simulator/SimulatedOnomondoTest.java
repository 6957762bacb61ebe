package io.github.camelonomondo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedOnomondoTest {

    private static final String SUPPLIER = "a5023f47-1db8-425e-b664-dc0b8921f644";

    private final Fleet fleet = Fleet.of(2_500);
    private final SimulatedOnomondo api = new SimulatedOnomondo(fleet);
    private ApiClient client;

    @BeforeEach
    void start() {
        client = new ApiClient(api.start().url());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void pagesThroughTheWholeFleetInOrder() {
        // When
        var seen = new ArrayList<String>();
        var page = client.get("/sims").json();
        page.path("sims").forEach(sim -> seen.add(sim.path("id").asText()));
        while (page.path("pagination").path("has_more").asBoolean()) {
            page = client.get("/sims?next_page="
                            + page.path("pagination")
                                    .path("next_page")
                                    .asText()
                                    .replace("=", "%3D")
                                    .replace("+", "%2B"))
                    .json();
            page.path("sims").forEach(sim -> seen.add(sim.path("id").asText()));
        }

        // Then
        assertThat(seen).hasSize(2_500).isSorted().isEqualTo(fleet.ids());
        assertThat(page.path("pagination").has("next_page")).isFalse();
        assertThat(api.calls().count(Call::isPage)).isEqualTo(3);
    }

    @Test
    void givesARowWithoutWhatOnlyTheSingleSimHas() {
        var row = client.get("/sims?limit=1").json().path("sims").get(0);
        var sim = client.get("/sims/000000001").json();

        assertThat(names(row))
                .contains("id", "iccid", "label", "network", "tags")
                .doesNotContain("data_limit", "imsi");
        assertThat(names(sim)).containsAll(names(row)).contains("data_limit", "msisdn", "imsi");
        assertThat(row).isEqualTo(fleet.row("000000001"));
        assertThat(row.toString()).hasSizeBetween(500, 800);
    }

    @Test
    void findsASimByItsIccidOfEitherLength() {
        var iccid = fleet.iccid("000001234");

        assertThat(iccid).matches("894573\\d{14}").contains("000001234");
        assertThat(client.get("/sims/" + iccid).json().path("id").asText()).isEqualTo("000001234");
        assertThat(client.get("/sims/" + iccid.substring(0, 19))
                        .json()
                        .path("id")
                        .asText())
                .isEqualTo("000001234");
        assertThat(client.get("/sims/find?search=" + iccid).json()).hasSize(1);
    }

    @Test
    void computesTheCheckDigitOfRealCards() {
        assertThat(SimNumbers.iccid(5_120_030)).isEqualTo("89457300000051200304");
    }

    @Test
    void filtersByEveryKindTogether() {
        var page = client.get("/sims?filter%5B%5D=online:true&filter[]=connector:https-connector")
                .json();
        var active = client.get("/sims?filter=activated%3Afalse&limit=1000").json();

        assertThat(page.path("sims")).isEmpty();
        assertThat(active.path("sims"))
                .isNotEmpty()
                .noneMatch(sim -> sim.path("activated").asBoolean());
        assertThat(client.get("/sims?filter=colour:red").status()).isEqualTo(400);
    }

    @Test
    void refusesALimitOutsideItsBounds() {
        assertThat(client.get("/sims?limit=0").status()).isEqualTo(400);
        assertThat(client.get("/sims?limit=1001").status()).isEqualTo(400);
        assertThat(client.get("/sims?limit=1000").status()).isEqualTo(200);
    }

    @Test
    void answersListsAsDocumentedWhenTold() {
        // When
        api.documentLists().documentFinds();

        // Then
        var list = client.get("/sims?limit=10&offset=2495").json();
        assertThat(names(list)).containsExactly("count", "limit", "offset", "total", "sims");
        assertThat(list.path("count").asInt()).isEqualTo(5);
        assertThat(client.get("/sims/find?search=device-00000000")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(9);
    }

    @Test
    void updatesOneSim() {
        var answer = client.patch(
                "/sims/000000001", "{\"label\":\"pump\",\"tags\":[\"" + SUPPLIER + "\"],\"connector\":null}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("label").asText()).isEqualTo("pump");
        assertThat(fleet.label("000000001")).isEqualTo("pump");
        assertThat(fleet.tags("000000001")).containsExactly(SUPPLIER);
    }

    @Test
    void mergesADataLimit() {
        client.patch("/sims/000000001", "{\"data_limit\":{\"total\":5000000,\"type\":\"hourly\"}}");
        client.patch("/sims/000000001", "{\"data_limit\":{\"alert_threshold\":4000000}}");

        var limit = fleet.sim("000000001").path("data_limit");
        assertThat(limit.path("total").asInt()).isEqualTo(5_000_000);
        assertThat(limit.path("type").asText()).isEqualTo("hourly");
        assertThat(limit.path("alert_threshold").asInt()).isEqualTo(4_000_000);
    }

    @Test
    void answersABulkWithOneLineForEachSim() {
        // Given
        fleet.catalogue().onlyConnectors(List.of("https-connector"));

        // When
        var answer = client.bulk(
                "{\"id\":\"000000001\",\"label\":\"a\"}",
                "{\"id\":\"000000002\",\"connector\":\"nowhere\"}",
                "{\"id\":\"000000003\",\"tags\":[\"no-tag\"]}",
                "{\"id\":\"999999999\",\"label\":\"b\"}");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).startsWith("text/plain");
        assertThat(answer.body().lines())
                .containsExactly(
                        "{\"id\":\"000000001\",\"success\":true}",
                        "{\"id\":\"000000002\",\"success\":false,\"error\":\"connector_not_found\"}",
                        "{\"id\":\"000000003\",\"success\":false,\"error\":\"tag_not_found\"}",
                        "{\"id\":\"999999999\",\"success\":false,\"error\":\"sim_not_found\"}");
        assertThat(fleet.label("000000001")).isEqualTo("a");
    }

    @Test
    void refusesAMalformedBulkAsAWhole() {
        var twentyOne = fleet.ids().stream()
                .limit(21)
                .map(id -> "{\"id\":\"" + id + "\"}")
                .toArray(String[]::new);

        assertThat(client.bulk(twentyOne).body()).contains("too_many_sims");
        assertThat(client.bulk("{\"id\":\"000000001\"}", "{\"id\":\"000000001\"}")
                        .body())
                .contains("duplicate_id");
        assertThat(client.bulk("{\"label\":\"x\"}").body()).contains("id_missing");
        assertThat(client.bulk("{\"id\":\"" + fleet.iccid("000000001") + "\"}").body())
                .contains("id_invalid");
        assertThat(client.patch("/sims/bulk", "{\"sims\":[").status()).isEqualTo(400);
    }

    @Test
    void addsAndRemovesATagOnce() {
        fleet.change("000000001", "tags", List.of());
        var path = "/sims/000000001/tags/" + SUPPLIER;

        assertThat(client.send("PUT", path, "").body()).isEqualTo("{\"message\":\"ok\"}");
        assertThat(client.send("PUT", path, "").body()).isEqualTo("{\"error\":\"tag_already_on_sim\"}");
        assertThat(client.send("DELETE", path, "").status()).isEqualTo(200);
        assertThat(client.send("DELETE", path, "").body()).isEqualTo("{\"error\":\"tag_not_on_sim\"}");
        assertThat(client.send("PUT", "/sims/999999999/tags/" + SUPPLIER, "").status())
                .isEqualTo(404);
    }

    @Test
    void listsTagsInBothPlaces() {
        assertThat(client.get("/tags").json()).hasSize(5);
        assertThat(client.get("/tags/search/tags?limit=2").json().path("result"))
                .hasSize(2);

        api.withoutTags();
        assertThat(client.get("/tags").status()).isEqualTo(404);
    }

    @Test
    void answers404ForASimThatIsGone() {
        fleet.remove("000000007");

        var answer = client.get("/sims/000000007");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"error\":\"sim_not_found\"}");
        assertThat(fleet.size()).isEqualTo(2_499);
    }

    @Test
    void showsAPropertyThatTheApiDidNotHaveBefore() {
        fleet.change("000000001", "esim", true);
        fleet.drop("000000001", "online");

        var row = client.get("/sims?limit=1").json().path("sims").get(0);
        assertThat(row.path("esim").asBoolean()).isTrue();
        assertThat(row.has("online")).isFalse();
    }

    @Test
    void wantsTheKeyInTheFormItWasTold() {
        // When
        api.accept(KeyForm.RAW).acceptOnly("onok_1");

        // Then
        assertThat(client.withAuthorization("onok_1").get("/sims").status()).isEqualTo(200);
        assertThat(client.withAuthorization("Bearer onok_1").get("/sims").status())
                .isEqualTo(401);
        assertThat(client.withAuthorization("onok_2").get("/sims").status()).isEqualTo(401);
        assertThat(api.calls().all())
                .extracting(Call::keyForm)
                .containsExactly(KeyForm.RAW, KeyForm.BEARER, KeyForm.RAW);
        assertThat(api.calls().all().toString()).doesNotContain("onok");
    }

    private static List<String> names(JsonNode json) {
        var names = new ArrayList<String>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
