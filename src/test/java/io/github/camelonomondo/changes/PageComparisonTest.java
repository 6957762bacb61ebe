package io.github.camelonomondo.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void comparesASimOnceWhoseNewMembersAreAllIgnored() throws IOException {
        read(new PageComparison(state, fields, 1, true), row("{}"));
        byte[] counting = row("{\"data_limit\":{\"used\":1}}");

        var second = new PageComparison(state, fields, 2, false);
        read(second, counting);

        assertThat(second.isUnchanged()).isTrue();
        assertThat(looksLike(counting)).as("the next scan need not look closer").isTrue();
        assertThat(FoldedJson.text(state.json(state.find(1))))
                .as("what was told")
                .doesNotContain("used");
    }

    @Test
    void tellsThatAnObjectGoesWhoseMembersWereAllIgnoredMeanwhile() throws IOException {
        read(new PageComparison(state, fields, 1, true), row("{\"data_limit\":{}}"));
        read(new PageComparison(state, fields, 2, false), row("{\"data_limit\":{\"used\":1}}"));

        var third = new PageComparison(state, fields, 3, false);
        read(third, row("{}"));

        var change = third.changes().changes().get(0);
        assertThat(change.changed()).containsExactly("data_limit");
        assertThat(change.before()).containsOnlyKeys("data_limit");
        assertThat(change.after()).isEmpty();
    }

    private boolean looksLike(byte[] page) throws IOException {
        var row = new boolean[1];
        reader.read(
                page, (id, first, second, bytes, from, to) -> row[0] = state.looksLike(state.find(id), first, second));
        return row[0];
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
