package io.github.camelonomondo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FleetTest {

    @Test
    void isTheSameWheneverItIsMade() {
        assertThat(Fleet.of(10).sim("000000007")).isEqualTo(Fleet.of(10).sim("000000007"));
    }

    @Test
    void keepsItsOrderWhenASimIsAdded() {
        var fleet = Fleet.of(3);
        fleet.remove("000000002");
        fleet.add("000000009");
        fleet.add("000000002");

        assertThat(fleet.ids()).containsExactly("000000001", "000000002", "000000003", "000000009");
    }

    @Test
    void tellsTheSameStoryForTheSameSeed() {
        var one = Fleet.of(50);
        var other = Fleet.of(50);
        try (var first = new LivingFleet(one, 42);
                var second = new LivingFleet(other, 42)) {
            first.happen(1_000);
            second.happen(1_000);
        }

        assertThat(one.ids().stream().map(one::row).toList())
                .isEqualTo(other.ids().stream().map(other::row).toList());
        assertThat(one.row("000000001")).isNotEqualTo(Fleet.of(50).row("000000001"));
    }

    @Test
    void livesByItself() {
        var fleet = Fleet.of(5);
        var before = fleet.ids().stream().map(fleet::row).toList();
        try (var living = new LivingFleet(fleet, 1)) {
            living.live(100);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !fleet.ids().stream().map(fleet::row).toList().equals(before));
        }
    }

    @Test
    void servesAMillionSimsInPagesWithoutEffort() {
        // Given
        var fleet = Fleet.of(1_000_000);
        try (var api = new SimulatedOnomondo(fleet).start()) {
            var client = new ApiClient(api.url());

            // When
            var page =
                    client.get("/sims?next_page=" + PageAnswer.cursor(999_000)).json();

            // Then
            assertThat(page.path("sims")).hasSize(1_000);
            assertThat(page.path("pagination").path("has_more").asBoolean()).isFalse();
        }
    }
}
