package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.sim.SimId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkLinesTest {
    private static final SimId ONE = new SimId("000000001");
    private static final SimId TWO = new SimId("000000002");

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void believesAWholeLineWithItsIdAndATrueSuccess() {
        var lines =
                read("{\"id\":\"000000001\",\"success\":true}\n{\"id\":\"000000002\",\"success\":true}\n", ONE, TWO);

        assertThat(lines.get(ONE)).isInstanceOf(BulkAnswer.Updated.class);
        assertThat(lines.get(TWO)).isInstanceOf(BulkAnswer.Updated.class);
    }

    @Test
    void saysWhyASimWasNotUpdated() {
        var lines = read("{\"id\":\"000000001\",\"success\":false,\"error\":\"connector_not_found\"}", ONE);

        assertThat(lines.get(ONE)).isEqualTo(new BulkAnswer.NotUpdated(new Refusal(200, "connector_not_found", null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"000000001\",\"success\":\"true\"}",
                "{\"id\":\"000000001\",\"success\":1}",
                "{\"id\":\"000000001\"}",
                "{\"success\":true}",
                "{\"id\":\"00000001\",\"success\":true}",
                "{\"id\":\"000000001\",\"success\":true",
                "{\"id\":\"000000001\",\"success\":true}<<",
                "{\"id\":\"000000001\",\"success\":true} {\"id\":",
                "{\"id\":\"000000001\",\"success\":false,\"success\":true}",
                "{\"id\":\"000000003\",\"id\":\"000000001\",\"success\":true}",
                "{\"id\":18446744073709551617,\"success\":true}",
                "{'id':'000000001','success':true}",
                "<html>{\"id\":\"000000001\",\"success\":true}</html>",
                "\"000000001\"",
                "true",
                "null",
                ""
            })
    void believesNothingElse(String line) {
        assertThat(read(line, ONE)).doesNotContainValue(new BulkAnswer.Updated());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'000000001','success':'false','message':'connector_not_found'}",
                "{'id':'000000001','success':0,'code':'connector_not_found'}",
                "{'id':'000000001','success':null,'code':'connector_not_found'}",
                "{'id':'000000001','errors':['connector_not_found']}",
                "{'id':'000000001','errors':[{'code':'connector_not_found'}]}",
                "{'id':'000000001','error':{'code':404,'message':'connector_not_found'}}",
                "{'id':'000000001','message':'connector_not_found'}"
            })
    void takesANoInAnyForm(String line) {
        assertThat(read(line.replace('\'', '"'), ONE).get(ONE))
                .isInstanceOfSatisfying(
                        BulkAnswer.NotUpdated.class,
                        no -> assertThat(no.refusal().code()).isEqualTo("connector_not_found"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'000000001','message':'ok'}",
                "{'id':'000000001','code':200}",
                "{'id':'000000001','label':'unknown pump'}",
                "{'id':'000000001','success':null,'status':'unknown'}",
                "{'id':'000000001','success':null}",
                "{'id':'000000001','success':'true','errors':[]}",
                "{'id':'000000001','success':1,'error':null}"
            })
    void takesForNoNoWhatSaysNeither(String line) {
        assertThat(read(line.replace('\'', '"'), ONE)).isEmpty();
    }

    @Test
    void believesNeitherOfTwoLinesForOneSim() {
        var lines = read("""
                {"id":"000000001","success":true}
                {"id":"000000002","success":true}
                {"id":"000000001","success":true}
                """, ONE, TWO);

        assertThat(lines).containsOnlyKeys(TWO);
    }

    @Test
    void ignoresSimsThatNobodyAskedAbout() {
        assertThat(read("{\"id\":\"000000009\",\"success\":true}", ONE)).isEmpty();
    }

    @Test
    void readsWindowsLineEndsEmptyLinesAndAnArray() {
        assertThat(read("\r\n{\"id\":\"000000001\",\"success\":true}\r\n\r\n", ONE))
                .containsOnlyKeys(ONE);
        assertThat(read("[{\"id\":\"000000001\",\"success\":true},{\"id\":\"000000002\",\"success\":true}]", ONE, TWO))
                .containsOnlyKeys(ONE, TWO);
    }

    @Property(tries = 2000)
    void neverFailsWhateverTheBytes(@ForAll byte[] body) {
        assertThat(BulkLines.read(mapper, body, Set.of(ONE), 200)).isEmpty();
    }

    /** Jackson guesses the encoding by the first four bytes. */
    @Property(tries = 500)
    void neverFailsForBytesThatLookLikeAnotherEncoding(
            @ForAll @Size(4) List<@IntRange(max = 3) Integer> first, @ForAll @Size(max = 9) List<Byte> rest) {
        byte[] kinds = {0, (byte) 0xFE, (byte) 0xFF, '{'};
        byte[] body = new byte[4 + rest.size()];
        for (int i = 0; i < body.length; i++) {
            body[i] = i < 4 ? kinds[first.get(i)] : rest.get(i - 4);
        }

        assertThat(BulkLines.read(mapper, body, Set.of(ONE), 200)).isEmpty();
    }

    /** What a bulk may look like after a bad proxy, a bad line and a bad day. */
    @Property(tries = 5000)
    void neverBelievesMoreThanTheApiSaid(
            @ForAll @Size(min = 1, max = 20) List<Boolean> updated,
            @ForAll @Size(max = 6) List<@IntRange(max = 5) Integer> mishaps,
            @ForAll Random random) {
        Map<SimId, Boolean> truth = new LinkedHashMap<>();
        for (int i = 0; i < updated.size(); i++) {
            truth.put(new SimId(String.format("%09d", i + 1)), updated.get(i));
        }
        var lines = new ArrayList<String>();
        truth.forEach((sim, success) -> lines.add(line(sim, success)));
        mishaps.forEach(mishap -> befall(lines, mishap, random));
        byte[] body = (String.join("\n", lines) + "\n").getBytes(UTF_8);
        byte[] cut = random.nextBoolean() ? body : Arrays.copyOf(body, random.nextInt(body.length + 1));

        Map<SimId, BulkAnswer.Line> read = BulkLines.read(mapper, cut, new HashSet<>(truth.keySet()), 200);

        assertThat(truth.keySet()).containsAll(read.keySet());
        read.forEach((sim, line) -> {
            if (line instanceof BulkAnswer.Updated) {
                assertThat(truth.get(sim))
                        .as("%s in %s", sim, new String(cut, UTF_8))
                        .isTrue();
            }
        });
    }

    @Property(tries = 500)
    void believesEveryLineThatCameWholeBeforeTheCut(
            @ForAll @IntRange(min = 1, max = 20) int sims, @ForAll @IntRange(max = 2000) int at) {
        var asked = new HashSet<SimId>();
        var body = new StringBuilder();
        for (int i = 1; i <= sims; i++) {
            SimId sim = new SimId(String.format("%09d", i));
            asked.add(sim);
            body.append(line(sim, true)).append('\n');
        }
        byte[] cut = Arrays.copyOf(body.toString().getBytes(UTF_8), Math.min(at, body.length()));

        int length = line(ONE, true).length();
        int whole = Math.min(sims, (cut.length + 1) / (length + 1));
        assertThat(BulkLines.read(mapper, cut, asked, 200)).hasSize(whole);
    }

    private static String line(SimId sim, boolean success) {
        return "{\"id\":\"" + sim + "\",\"success\":" + success + (success ? "}" : ",\"error\":\"busy\"}");
    }

    private static void befall(List<String> lines, int mishap, Random random) {
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        int from = random.nextInt(line.length() + 1);
        int to = from + random.nextInt(line.length() - from + 1);
        switch (mishap) {
            case 0 -> Collections.shuffle(lines, random);
            case 1 -> lines.add(random.nextInt(lines.size()), line);
            case 2 -> lines.add(at, "{\"id\":\"999999999\",\"success\":true}");
            case 3 -> lines.set(at, line.substring(0, from) + line.substring(to));
            case 4 ->
                lines.set(
                        at, line.substring(0, from) + "{\"<\u0000é}".charAt(random.nextInt(6)) + line.substring(from));
            default -> lines.add(at, "<!DOCTYPE html><html><body>502</body></html>");
        }
    }

    private Map<SimId, BulkAnswer.Line> read(String body, SimId... asked) {
        return BulkLines.read(mapper, body.getBytes(UTF_8), Set.of(asked), 200);
    }
}
