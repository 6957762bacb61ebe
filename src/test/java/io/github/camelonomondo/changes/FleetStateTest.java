package io.github.camelonomondo.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.simulator.Fleet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FleetStateTest {

    private final FleetState state = new FleetState(SimFields.ignoring(List.of()));

    @Test
    void givesBackWhatItWasGivenAlsoAfterManyChanges() {
        // Given
        var random = new Random(7);
        Map<Integer, String> expected = new HashMap<>();

        // When
        for (int i = 0; i < 60_000; i++) {
            int id = random.nextInt(20_000);
            if (random.nextInt(3) == 0) {
                state.remove(PageComparison.simId(id));
                expected.remove(id);
            } else {
                String json =
                        "{\"id\":\"%09d\",\"label\":\"device %d\",\"network\":{\"name\":\"TDC\"}}".formatted(id, i);
                state.put(id, i, -i, i, 1, i, json.getBytes(UTF_8));
                expected.put(id, json);
            }
        }

        // Then
        assertThat(state.size()).isEqualTo(expected.size());
        List<Integer> missed = new ArrayList<>();
        state.forEachMissedBy(2, missed::add);
        assertThat(missed).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((id, json) ->
                assertThat(new String(state.json(state.find(id)), UTF_8)).isEqualTo(json));
    }

    @Test
    void restoresASimFromItsJson() {
        assertThat(state.restore("{\"id\":\"000000042\"}".getBytes(UTF_8), 3, 9, Instant.EPOCH))
                .isTrue();
        assertThat(state.restore("{\"label\":1}".getBytes(UTF_8), 1, 1, Instant.EPOCH))
                .isFalse();

        assertThat(state.revision(state.find(42))).isEqualTo(3);
        assertThat(state.find(43)).isEqualTo(-1);
    }

    @Test
    void holdsASimInFewBytes() {
        // Given
        int sims = 20_000;
        var fleet = Fleet.of(sims);
        long before = used();

        // When
        for (int id = 1; id <= sims; id++) {
            byte[] row = fleet.row(PageComparison.simId(id).value()).toString().getBytes(UTF_8);
            state.put(id, id, id, 1, 1, id, row);
        }

        // Then
        assertThat((used() - before) / sims).isLessThanOrEqualTo(400);
        assertThat(state.size()).isEqualTo(sims);
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
