package io.github.camelonomondo.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.simulator.Fleet;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a page that turns out not to be whole leaves behind: nothing. */
class PageComparisonTest {

    private static final int SIMS = 30;

    private final SimFields fields = SimFields.ignoring(SimFields.IGNORED_BY_DEFAULT);
    private final FleetState state = new FleetState(fields);
    private final PageReader reader = new PageReader(fields);
    private final byte[] page = page();

    @Test
    void countsTheSimsOfAPageThatIsReadAgainAfterItsEndWasMissing() throws IOException {
        read(new PageComparison(state, fields, 1, true), page);
        var second = new PageComparison(state, fields, 2, false);

        assertThatThrownBy(() -> read(second, new String(page, 0, page.length - 1, UTF_8).getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
        assertThat(state.scan(state.find(1))).isEqualTo(1);
        read(second, page);

        assertThat(second.fresh()).isEqualTo(SIMS);
        assertThat(second.isUnchanged()).isTrue();
        assertThat(state.scan(state.find(SIMS))).isEqualTo(2);
        assertThat(second.contradictions()).isZero();
    }

    @Test
    void countsASimThatIsOnAPageTwiceOnce() throws IOException {
        read(new PageComparison(state, fields, 1, true), page);
        var second = new PageComparison(state, fields, 2, false);
        String rows = new String(page, UTF_8).replaceAll("^.*?\\[\\{", "[{").replaceAll("\\]\\}$", "]");
        String doubled = "{\"sims\":" + rows.substring(0, rows.length() - 1) + "," + rows.substring(1) + "}";

        read(second, doubled.getBytes(UTF_8));

        assertThat(second.fresh()).isEqualTo(SIMS);
        assertThat(second.isUnchanged()).isTrue();
        assertThat(second.contradictions()).isZero();
    }

    /** A page of SIM 1 with some more properties. */
    private static byte[] row(String properties) {
        String more = properties.substring(1, properties.length() - 1);
        return ("[{\"id\":\"000000001\"" + (more.isEmpty() ? "" : "," + more) + "}]").getBytes(UTF_8);
    }

    private void read(PageComparison comparison, byte[] json) throws IOException {
        comparison.begin(Instant.EPOCH);
        reader.read(json, comparison);
        comparison.cameWhole();
        comparison.apply();
    }

    private static byte[] page() {
        var fleet = Fleet.of(SIMS);
        return fleet.ids().stream()
                .map(id -> fleet.row(id).toString())
                .collect(Collectors.joining(",", "{\"sims\":[", "]}"))
                .getBytes(UTF_8);
    }
}
