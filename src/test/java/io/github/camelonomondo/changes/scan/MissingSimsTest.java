package io.github.camelonomondo.changes.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.changes.FleetState;
import io.github.camelonomondo.changes.PageComparison;
import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.sim.SimId;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of SIMs that a scan did not show, by what the API answers when it is asked for each. */
class MissingSimsTest {

    private static final ApiException BROKEN = new ApiException.Unavailable("it always fails", 500, null);
    private static final ApiException SILENT = new ApiException.Unproven("no answer", null);

    private final FleetState state = new FleetState(SimFields.ignoring(List.of()));
    private final Map<String, ApiException> answers = new HashMap<>();
    private final Set<String> there = new HashSet<>();
    private final List<String> asked = new ArrayList<>();

    @Test
    void stayIfTheApiDoesNotSayAndTheOthersGo() throws Exception {
        know(12);
        var removals = new Removals(state, 2, new Round(), 0);
        List<String> order = order();
        answers.put(order.get(0), BROKEN);
        answers.put(order.get(1), SILENT);
        answers.put(order.get(5), BROKEN);

        var gone = confirmed(removals);

        assertThat(gone).hasSize(9).doesNotContain(order.get(0), order.get(1), order.get(5));
        assertThat(removals.undecided()).isEqualTo(3);
    }

    @Test
    void areNotAskedForOneByOneInAnOutage() throws Exception {
        know(12);
        order().forEach(sim -> answers.put(sim, BROKEN));
        var removals = new Removals(state, 2, new Round(), 0);

        assertThat(confirmed(removals)).isEmpty();
        assertThat(asked.stream().distinct()).hasSize(3);
        assertThat(removals.undecided()).isEqualTo(12);
    }

    @Test
    void haveTheirTurnInTheNextScanIfThoseBeforeThemCannotBeAskedFor() throws Exception {
        know(12);
        List<String> order = order();
        order.subList(0, 3).forEach(sim -> answers.put(sim, BROKEN));
        var round = new Round();
        confirmed(new Removals(state, 2, round, 0));
        var next = new Removals(state, 3, round, 0);

        assertThat(confirmed(next)).isEqualTo(order.subList(3, 12));
        assertThat(next.undecided()).isEqualTo(3);
    }

    @Test
    void goThoughSeveralAfterThemCannotBeAskedFor() throws Exception {
        know(12);
        order().subList(4, 7).forEach(sim -> answers.put(sim, BROKEN));
        var removals = new Removals(state, 2, new Round(), 0);

        assertThat(confirmed(removals)).isEqualTo(order().subList(0, 4));
        assertThat(removals.undecided()).isEqualTo(8);
    }

    @Test
    void areNotAskedForOnceTheKeyIsRefused() {
        know(12);
        order().forEach(sim -> answers.put(sim, new ApiException.Unauthorized(401)));

        assertThatThrownBy(() -> confirmed(new Removals(state, 2, new Round(), 0)))
                .isInstanceOf(ScanAbortedException.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void areAskedForInTurnOverScansWhereManyAreThere() throws Exception {
        know(250);
        there.addAll(order());
        there.remove("000000240");
        var round = new Round();

        assertThat(confirmed(new Removals(state, 2, round, 0))).isEmpty();
        assertThat(asked).isEqualTo(order().subList(0, 100));
        asked.clear();
        var second = new Removals(state, 3, round, 0);
        assertThat(confirmed(second)).isEmpty();
        assertThat(asked).isEqualTo(order().subList(100, 200));
        assertThat(second.undecided()).isEqualTo(150);
        asked.clear();
        assertThat(confirmed(new Removals(state, 4, round, 0))).containsExactly("000000240");
        assertThat(asked).startsWith("000000201").contains("000000001").hasSize(101);
    }

    @Test
    void areAllAskedForIfSomebodyAcceptsThatTheyAreGone() throws Exception {
        know(250);
        there.addAll(order().subList(0, 200));

        assertThat(confirmed(new Removals(state, 2, new Round(), 250))).hasSize(50);
    }

    private void know(int sims) {
        for (int id = 1; id <= sims; id++) {
            String json = "{\"id\":\"%09d\"}".formatted(id);
            state.restore(json.getBytes(UTF_8), 1, 1, Instant.EPOCH);
        }
    }

    /** In which they are asked for. */
    private List<String> order() {
        List<String> order = new ArrayList<>();
        state.forEachMissedBy(2, id -> order.add(PageComparison.simId(id).value()));
        order.sort(null);
        return order;
    }

    private List<String> confirmed(Removals removals) throws Exception {
        var api = (OnomondoApi) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OnomondoApi.class}, (proxy, method, arguments) -> {
                    String sim = ((SimId) arguments[0]).value();
                    asked.add(sim);
                    if (there.contains(sim)) {
                        return new byte[0];
                    }
                    throw answers.getOrDefault(
                            sim, new ApiException.Refused("getSim", new Refusal(404, "sim_not_found", null)));
                });
        return removals.confirmed(api, Clock.systemUTC(), new Retries(time -> {}, () -> null), () -> {}).stream()
                .map(change -> change.sim().value())
                .toList();
    }
}
