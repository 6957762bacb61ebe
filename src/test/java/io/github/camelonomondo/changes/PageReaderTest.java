package io.github.camelonomondo.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.changes.compare.SimFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageReaderTest {

    private final PageReader reader = new PageReader(SimFields.ignoring(SimFields.IGNORED_BY_DEFAULT));
    private final List<String> rows = new ArrayList<>();
    private final List<Integer> ids = new ArrayList<>();

    @Test
    void handsOverEverySimAsItCame() throws IOException {
        var end = read(
                " {'pagination':{'has_more':true,'next_page':'abc'}, 'sims' : [ {'id':'000000001','label':'ü€'} ,\n"
                        + "{ 'id':'000000002','tags':[{'id':'x'}]}]}");

        assertThat(rows).containsExactly("{'id':'000000001','label':'ü€'}", "{ 'id':'000000002','tags':[{'id':'x'}]}");
        assertThat(end).isEqualTo(new PageReader.End(2, 0, "abc", true, -1));
    }

    @Test
    void takesTheOtherEnvelopes() throws IOException {
        assertThat(read("{'count':1,'limit':20,'offset':0,'total':7,'sims':[{'id':'000000001'}]}"))
                .isEqualTo(new PageReader.End(1, 0, null, null, 7));
        assertThat(read("[{'id':'000000001'}]")).isEqualTo(new PageReader.End(1, 0, null, null, -1));
        assertThat(read("{'sims':[],'pagination':{'has_more':false,'next_page':null}}"))
                .isEqualTo(new PageReader.End(0, 0, null, false, -1));
        assertThat(read("{'sims':[],'pagination':{'has_more':'false','next_page':'abc'}}")
                        .hasMore())
                .isFalse();
        assertThat(read("{'sims':[],'pagination':{'has_more':'true','next_page':'abc'}}")
                        .hasMore())
                .isTrue();
        assertThat(read("{'sims':[],'pagination':{'has_more':false,'next_page':''}}")
                        .cursor())
                .isNull();
    }

    @Test
    void leavesOutRowsWithoutAnId() throws IOException {
        var end = read("{'sims':[{'label':'x'},{'id':-7},{'id':1000000000},{'id':7.5},{'id':'0000000007'},{'id':''},"
                + "{'id':'12x'},{'id':null},{'id':12345678901234567890},null,'000000001',[1],{'id':'000000002'}]}");

        assertThat(end.rows()).isEqualTo(13);
        assertThat(end.nameless()).isEqualTo(12);
        assertThat(rows).containsExactly("{'id':'000000002'}");
    }

    @Test
    void readsAnIdThatIsANumberOrHasLostItsZeros() throws IOException {
        var end = read("[{'id':7},{'id':'12345678'},{'id':0},{'id':'8'},{'id':999999999}]");

        assertThat(end.nameless()).isZero();
        assertThat(ids).containsExactly(7, 12_345_678, 0, 8, 999_999_999);
        assertThat(rows).as("as they came").startsWith("{'id':7}", "{'id':'12345678'}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "7",
                "{'error':'nope'}",
                "{'sims':{}}",
                "{'sims':[{'id':'000000001'}",
                "{'sims':[{'id':'000000001'}]",
                "{'sims':[]} x",
                "<html>"
            })
    void refusesWhatIsNotAWholePage(String page) {
        assertThatThrownBy(() -> read(page)).isInstanceOf(IOException.class);
    }

    @Test
    void saysInPlainWordsWhereItIsNotJson() {
        assertThatThrownBy(() -> read("{'sims':[{'id':'000000001'},\n{'id':'000000002','usage':NaN}]}"))
                .hasMessageMatching("it is not JSON at line 2, column \\d+, row 2, SIM 000000002");
        assertThatThrownBy(() -> read("[{'id':'000000001','a':" + "[".repeat(1_500) + "]".repeat(1_500) + "}]"))
                .hasMessageMatching("it nests too deep, .*too long at line 1, column \\d+, row 1, SIM 000000001");
        assertThatThrownBy(() -> read("[{'id':'000000001'},{'label"))
                .hasMessageMatching("it is cut at line 1, column \\d+, row 2");
        assertThatThrownBy(() -> read("[{'id':'000000001'},nil]"))
                .hasMessageMatching("it is not JSON at line 1, column \\d+, row 1");
        assertThatThrownBy(() -> read("{'sims':[],'total':99999999999999999999}"))
                .hasMessageMatching("it holds a number that is too large at line 1, column \\d+");
        assertThatThrownBy(() -> read("<html>")).hasMessage("it is not JSON at line 1, column 1");
    }

    private PageReader.End read(String page) throws IOException {
        rows.clear();
        return reader.read(page.replace('\'', '"').getBytes(UTF_8), (id, first, second, bytes, from, to) -> {
            ids.add(id);
            rows.add(new String(bytes, from, to - from, UTF_8).replace('"', '\''));
        });
    }
}
