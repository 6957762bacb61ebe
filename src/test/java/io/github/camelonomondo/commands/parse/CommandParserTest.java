package io.github.camelonomondo.commands.parse;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.map;

import io.github.camelonomondo.sim.Iccid;
import io.github.camelonomondo.sim.SimId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
    private static final String LONGEST_ID = "i".repeat(128);
    private final CommandParser parser = new CommandParser();

    // Types

    @Test
    void readsTheExampleOfTheContract() {
        Command command = accepted("""
                {"id": "c-4711", "type": "relabel", "sim": "000279139", "label": "pump-17",
                 "expires": "2026-11-22T11:00:00Z"}""");

        assertThat(command.id()).isEqualTo("c-4711");
        assertThat(command.type()).isEqualTo(CommandType.RELABEL);
        assertThat(command.sim()).isEqualTo(new SimId("000279139"));
        assertThat(command.change()).isEqualTo(Change.set("label", "pump-17"));
        assertThat(command.expires()).isEqualTo(Instant.parse("2026-11-22T11:00:00Z"));
        assertThat(command.barrier()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "activate|{}|activated|true",
                "deactivate|{}|activated|false",
                "relabel|{'label':'x'}|label|x",
                "relabel|{'label':''}|label|",
                "relabel|{'label':'\\ud83d\\ude00'}|label|\ud83d\ude00",
                "set-network-whitelist|{'network_whitelist':'Global'}|network_whitelist|Global",
                "set-connector|{'connector':'https'}|connector|https",
                "set-imei-lock|{'imei_lock':'861340000000017'}|imei_lock|861340000000017",
            })
    void readsWhatEachTypeSets(String type, String data, String property, String value) {
        Map<String, Object> properties = accepted(withType(type, data)).change().properties();

        assertThat(properties).containsOnlyKeys(property);
        assertThat(String.valueOf(properties.get(property))).isEqualTo(value == null ? "" : value);
    }

    @ParameterizedTest
    @CsvSource({
        "relabel,label",
        "set-network-whitelist,network_whitelist",
        "set-connector,connector",
        "set-imei-lock,imei_lock"
    })
    void detachesWithNull(String type, String property) {
        Map<String, Object> properties =
                accepted(withType(type, "{'" + property + "':null}")).change().properties();

        assertThat(properties).containsOnlyKeys(property).containsEntry(property, null);
    }

    @Test
    void readsADataLimitAsItStands() {
        Change change = accepted(withType(
                        "set-data-limit",
                        "{'data_limit':{'total':5000000,'type':'monthly','alert_threshold':null,'ratio':0.1}}"))
                .change();

        assertThat(change.properties().get("data_limit"))
                .asInstanceOf(map(String.class, Object.class))
                .containsEntry("total", 5_000_000)
                .containsEntry("alert_threshold", null)
                .containsEntry("ratio", new BigDecimal("0.1"));
    }

    @Test
    void readsTags() {
        assertThat(accepted(withType("set-tags", "{'tags':['a','b','a']}")).change())
                .isEqualTo(Change.tags(List.of("a", "b"), List.of(), List.of()));
        assertThat(accepted(withType("set-tags", "{'tags':[]}")).change())
                .isEqualTo(Change.tags(List.of(), List.of(), List.of()));
        assertThat(accepted(withType("tag", "{'tag':'a'}")).change())
                .isEqualTo(Change.tags(null, List.of("a"), List.of()));
        assertThat(accepted(withType("tag", "{'tag':'a','tags':['b','a']}")).change())
                .isEqualTo(Change.tags(null, List.of("a", "b"), List.of()));
        assertThat(accepted(withType("untag", "{'tags':['a','b']}")).change())
                .isEqualTo(Change.tags(null, List.of(), List.of("a", "b")));
    }

    @Test
    void readsAnUpdateOfSeveralProperties() {
        Change change = accepted(withType(
                        "update",
                        "{'set':{'label':null,'activated':false,'tags':['a'],'technologies':{'2g':false},"
                                + "'data_limit':{'total':1}}}"))
                .change();

        assertThat(change.properties()).containsOnlyKeys("label", "activated", "technologies", "data_limit");
        assertThat(change.tagList()).containsExactly("a");
    }

    // Whom, when, how

    @Test
    void takesTheKeyIfTheCommandNamesNoSim() {
        assertThat(accepted(Records.keyed("000000042", "{\"type\":\"activate\"}"))
                        .sim())
                .isEqualTo(new SimId("000000042"));
    }

    @Test
    void letsTheCommandWinOverTheKey() {
        assertThat(accepted(Records.keyed("000000042", "{\"type\":\"activate\",\"sim\":\"000000043\"}"))
                        .sim())
                .isEqualTo(new SimId("000000043"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8945730000000000001", "89457300000000000011"})
    void takesAnIccid(String iccid) {
        assertThat(accepted("{\"type\":\"activate\",\"sim\":\"" + iccid + "\"}").sim())
                .isEqualTo(new Iccid(iccid));
    }

    @Test
    void namesACommandWithoutIdByItsPlace() {
        assertThat(accepted("{\"type\":\"activate\",\"sim\":\"000000001\"}").id())
                .isEqualTo("onomondo.sim.commands-3-17");
    }

    @Test
    void takesAnIdOfUpTo128Characters() {
        assertThat(accepted(withType("activate", "{'id':'" + LONGEST_ID + "'}")).id())
                .isEqualTo(LONGEST_ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T11:00:00Z",
                "2026-11-22T12:00:00+01:00",
                "2026-11-22T11:00:00.000000Z",
                "2026-11-22T11:00:00.000000000000Z",
                "2026-11-22T10:59:60Z",
                "2026-11-22t11:00:00z"
            })
    void readsAnInstantOfRfc3339(String expires) {
        assertThat(accepted(withType("activate", "{'expires':'" + expires + "'}"))
                        .expires())
                .isEqualTo(Instant.parse("2026-11-22T11:00:00Z"));
    }

    @Test
    void readsABarrier() {
        assertThat(accepted(withType("activate", "{'coalesce':false}")).barrier())
                .isTrue();
        assertThat(accepted(withType("activate", "{'coalesce':true}")).barrier())
                .isFalse();
    }

    // CloudEvents

    @Test
    void readsABinaryCloudEvent() {
        Command command = accepted(Records.of(
                1,
                "000000009",
                "{\"label\":\"x\"}".getBytes(UTF_8),
                Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "e-1",
                        "ce_type", "com.onomondo.sim.relabel.v1",
                        "ce_source", "/crm",
                        "ce_subject", "000000001",
                        "ce_expirytime", "2026-11-22T11:00:00Z",
                        "content-type", "application/json")));

        assertThat(command.id()).isEqualTo("e-1");
        assertThat(command.type()).isEqualTo(CommandType.RELABEL);
        assertThat(command.sim()).isEqualTo(new SimId("000000001"));
        assertThat(command.expires()).isEqualTo(Instant.parse("2026-11-22T11:00:00Z"));
        assertThat(command.change()).isEqualTo(Change.set("label", "x"));
    }

    @Test
    void readsABinaryCloudEventWithoutData() {
        Command command = accepted(Records.of(
                1,
                null,
                null,
                Map.of("ce_id", "e-1", "ce_type", "com.onomondo.sim.activate.v1", "ce_subject", "000000001")));

        assertThat(command.change()).isEqualTo(Change.set("activated", true));
    }

    @Test
    void readsAStructuredCloudEvent() {
        Command command = accepted(Records.of(
                1, null, """
                {"specversion":"1.0","id":"e-1","type":"com.onomondo.sim.set-tags.v1","source":"/crm",
                 "subject":"000000001","expirytime":"2026-11-22T11:00:00Z","data":{"tags":["a"]}}""".getBytes(UTF_8), Map.of("content-type", "application/cloudevents+json; charset=UTF-8")));

        assertThat(command.id()).isEqualTo("e-1");
        assertThat(command.sim()).isEqualTo(new SimId("000000001"));
        assertThat(command.expires()).isEqualTo(Instant.parse("2026-11-22T11:00:00Z"));
        assertThat(command.change()).isEqualTo(Change.tags(List.of("a"), List.of(), List.of()));
    }

    @Test
    void readsTheBytesOfAStructuredCloudEvent() {
        String base64 = Base64.getEncoder().encodeToString("{\"label\":\"pump\"}".getBytes(UTF_8));

        assertThat(accepted(eventOf(base64)).change()).isEqualTo(Change.set("label", "pump"));
        assertThat(rejected(eventOf("no base64!")).error().code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(rejected(eventOf("WzFd")).error().code()).isEqualTo(ErrorCode.NOT_AN_OBJECT);
    }

    private static CommandRecord eventOf(String base64) {
        String event = "{\"id\":\"e-1\",\"type\":\"com.onomondo.sim.relabel.v1\",\"data_base64\":\"" + base64 + "\"}";
        return Records.of(
                1, "000000001", event.getBytes(UTF_8), Map.of("content-type", "application/cloudevents+json"));
    }

    @Test
    void readsAStructuredCloudEventWithoutData() {
        Command command = accepted(Records.of(
                1,
                "000000001",
                "{\"id\":\"e-1\",\"type\":\"com.onomondo.sim.deactivate.v1\"}".getBytes(UTF_8),
                Map.of("content-type", "application/cloudevents+json")));

        assertThat(command.change()).isEqualTo(Change.set("activated", false));
    }

    @Test
    void leavesAnotherTypeOfEventToBeRefused() {
        Parsed.Rejected rejected = rejected(Records.of(
                1, "000000001", "{}".getBytes(UTF_8), Map.of("ce_id", "e-1", "ce_type", "com.other.thing.v1")));

        assertThat(rejected.error().code()).isEqualTo(ErrorCode.UNKNOWN_TYPE);
        assertThat(rejected.id()).isEqualTo("e-1");
        assertThat(rejected.type()).isEqualTo("com.other.thing.v1");
    }

    // Refused

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"type":"activate"     | line 1, column 19: Unexpected end-of-input: expected close marker for Object
            {"type":"activate"} {} | line 1, column 21: there is something behind the value
            {"type":"activate"}}   | line 1, column 20: Unexpected close marker '}': no open Object to close
            """)
    void saysInPlainWordsWhatIsNoJson(String value, String why) {
        assertThat(rejected(Records.bare(value)).error().detail()).isEqualTo(why);
    }

    @Test
    void namesNothingOfTheLibrary() {
        for (String value :
                List.of("[".repeat(200), "{\"label\":NaN}", "{\"a\":1,}", "activate", "{\"a\":01}", "[1,")) {
            assertThat(rejected(Records.bare(value)).error().detail())
                    .doesNotContain("`", "java.", "Source", "Feature");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "NOT_AN_OBJECT|[]",
                "NOT_AN_OBJECT|[{'type':'activate','sim':'000000001'}]",
                "NOT_AN_OBJECT|'activate'",
                "NOT_AN_OBJECT|null",
                "NOT_AN_OBJECT|true",
                "NOT_AN_OBJECT|17",
                "INVALID_JSON|{'type':'activate'",
                "INVALID_JSON|{'type':'activate'}}",
                "INVALID_JSON|{'type':'activate'} {}",
                "INVALID_JSON|{'type':'activate','type':'activate'}",
                "INVALID_JSON|{'type':'update','sim':'000000001','set':{'label':'a','label':'b'}}",
                "INVALID_JSON|{'type':'relabel','label':'half \\ud83d'}",
                "INVALID_JSON|{'type':'activate','id':'\\ude00'}",
                "INVALID_JSON|{'type':'update','set':{'data_limit':{'label':['\\ud83d']}}}",
                "INVALID_JSON|activate",
                "INVALID_JSON|{type:1}",
                "INVALID_JSON|[1,",
                "MISSING_TYPE|{'sim':'000000001'}",
                "MISSING_TYPE|{}",
                "WRONG_TYPE|{'type':17,'sim':'000000001'}",
                "WRONG_TYPE|{'type':null,'sim':'000000001'}",
                "UNKNOWN_TYPE|{'type':'','sim':'000000001'}",
                "UNKNOWN_TYPE|{'type':'reboot','sim':'000000001'}",
                "UNKNOWN_TYPE|{'type':'Activate','sim':'000000001'}",
                "UNKNOWN_TYPE|{'type':'set_tags','sim':'000000001','tags':[]}",
                "UNKNOWN_PROPERTY|{'type':'activate','sim':'000000001','label':'x'}",
                "UNKNOWN_PROPERTY|{'type':'relabel','sim':'000000001','label':'x','Label':'y'}",
                "UNKNOWN_PROPERTY|{'type':'update','sim':'000000001','set':{'colour':'red'}}",
                "UNKNOWN_PROPERTY|{'type':'update','sim':'000000001','set':{'id':'000000002'}}",
                "UNKNOWN_PROPERTY|{'type':'set-tags','sim':'000000001','tags':[],'tag':'a'}",
                "MISSING_PROPERTY|{'type':'relabel','sim':'000000001'}",
                "MISSING_PROPERTY|{'type':'set-data-limit','sim':'000000001'}",
                "MISSING_PROPERTY|{'type':'set-tags','sim':'000000001'}",
                "MISSING_PROPERTY|{'type':'tag','sim':'000000001'}",
                "MISSING_PROPERTY|{'type':'untag','sim':'000000001','tags':[]}",
                "MISSING_PROPERTY|{'type':'update','sim':'000000001'}",
                "EMPTY_UPDATE|{'type':'update','sim':'000000001','set':{}}",
                "WRONG_TYPE|{'type':'update','sim':'000000001','set':[]}",
                "WRONG_TYPE|{'type':'update','sim':'000000001','set':null}",
                "WRONG_TYPE|{'type':'update','sim':'000000001','set':{'activated':'yes'}}",
                "WRONG_TYPE|{'type':'update','sim':'000000001','set':{'activated':null}}",
                "WRONG_TYPE|{'type':'update','sim':'000000001','set':{'tags':null}}",
                "WRONG_TYPE|{'type':'relabel','sim':'000000001','label':17}",
                "WRONG_TYPE|{'type':'relabel','sim':'000000001','label':['x']}",
                "WRONG_TYPE|{'type':'set-data-limit','sim':'000000001','data_limit':null}",
                "WRONG_TYPE|{'type':'set-data-limit','sim':'000000001','data_limit':5}",
                "WRONG_TYPE|{'type':'set-data-limit','sim':'000000001','data_limit':{}}",
                "WRONG_TYPE|{'type':'set-tags','sim':'000000001','tags':'a'}",
                "WRONG_TYPE|{'type':'set-tags','sim':'000000001','tags':[1]}",
                "WRONG_TYPE|{'type':'set-tags','sim':'000000001','tags':['']}",
                "WRONG_TYPE|{'type':'tag','sim':'000000001','tag':null}",
                "WRONG_TYPE|{'type':'tag','sim':'000000001','tag':''}",
                "WRONG_TYPE|{'type':'activate','sim':'000000001','coalesce':'no'}",
                "WRONG_TYPE|{'type':'activate','sim':'000000001','coalesce':null}",
                "WRONG_TYPE|{'type':'activate','sim':'000000001','expires':17}",
                "WRONG_TYPE|{'type':'activate','sim':1}",
                "WRONG_TYPE|{'type':'activate','sim':'000000001','id':17}",
                "INVALID_ID|{'type':'activate','sim':'000000001','id':''}",
                "MISSING_SIM|{'type':'activate'}",
                "MISSING_SIM|{'type':'activate','sim':''}",
                "INVALID_SIM|{'type':'activate','sim':'1'}",
                "INVALID_SIM|{'type':'activate','sim':'00000000'}",
                "INVALID_SIM|{'type':'activate','sim':'0000000001'}",
                "INVALID_SIM|{'type':'activate','sim':'٠٠٠٠٠٠٠٠١'}",
                "INVALID_SIM|{'type':'activate','sim':'bulk'}",
                "INVALID_EXPIRES|{'type':'activate','sim':'000000001','expires':'tomorrow'}",
                "INVALID_EXPIRES|{'type':'activate','sim':'000000001','expires':'2026-11-22'}",
                "INVALID_EXPIRES|{'type':'activate','sim':'000000001','expires':'2026-11-22T11:00Z'}",
                "INVALID_EXPIRES|{'type':'activate','sim':'000000001','expires':'2026-11-31T11:00:00Z'}",
                "INVALID_EXPIRES|{'type':'activate','sim':'000000001','expires':'2026-11-22T11:00:00.Z'}",
                "INVALID_EXPIRES|{'type':'activate','sim':'000000001','expires':'2026-11-22T11:00:00123Z'}",
                "INVALID_EXPIRES|{'type':'activate','sim':'000000001','expires':''}",
                "EMPTY|\" \"",
                "EMPTY|\"   \t \"",
            })
    void refusesWithACodeOfItsOwn(ErrorCode code, String value) {
        Parsed.Rejected rejected = rejected(Records.bare(value.replace('\'', '"')));

        assertThat(rejected.error().code()).as(rejected.error().detail()).isEqualTo(code);
        assertThat(rejected.error().detail()).isNotBlank();
        assertThat(rejected.id()).isEqualTo("onomondo.sim.commands-3-17");
    }

    @Test
    void refusesNothingAtAll() {
        assertThat(rejected(Records.of(
                                1,
                                null,
                                null,
                                Map.of("ce_type", "com.onomondo.sim.relabel.v1", "ce_subject", "000000001")))
                        .error()
                        .code())
                .isEqualTo(ErrorCode.MISSING_PROPERTY);
        assertThat(rejected(Records.of(1, "000000001", null, Map.of())).error().code())
                .isEqualTo(ErrorCode.EMPTY);
        assertThat(rejected(Records.bytes(new byte[0])).error().code()).isEqualTo(ErrorCode.EMPTY);
        assertThat(rejected(Records.bare("\n\t")).error().code()).isEqualTo(ErrorCode.EMPTY);
    }

    @Test
    void refusesARecordOver256KibAndTakesOneOfThatSize() {
        String start = "{\"type\":\"relabel\",\"sim\":\"000000001\",\"label\":\"";
        int room = 256 * 1024 - start.length() - 2;

        assertThat(accepted(start + "x".repeat(room) + "\"}")).isNotNull();
        assertThat(rejected(Records.bare(start + "x".repeat(room + 1) + "\"}"))
                        .error()
                        .code())
                .isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(rejected(Records.of(
                                1,
                                "k".repeat(257 * 1024),
                                "{\"type\":\"activate\",\"sim\":\"000000001\"}".getBytes(UTF_8),
                                Map.of()))
                        .error()
                        .code())
                .isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void refusesAnIdOver128Characters() {
        Parsed.Rejected rejected = rejected(Records.bare(withType("activate", "{'id':'" + LONGEST_ID + "x'}")));

        assertThat(rejected.error().code()).isEqualTo(ErrorCode.INVALID_ID);
        assertThat(rejected.id()).isEqualTo("onomondo.sim.commands-3-17");
    }

    @Test
    void keepsWhatCouldBeReadOfARefusedCommand() {
        Parsed.Rejected rejected = rejected(Records.bare("{\"id\":\"c-1\",\"type\":\"reboot\",\"sim\":\"000000001\"}"));

        assertThat(rejected.id()).isEqualTo("c-1");
        assertThat(rejected.type()).isEqualTo("reboot");
        assertThat(rejected.sim()).isEqualTo("000000001");
    }

    @Test
    void neverTellsMoreOfARefusedCommandThanAResultCanHold() {
        String text = "l".repeat(100_000);
        Parsed.Rejected rejected =
                rejected(Records.of(1, text, ("{\"type\":\"" + text + "\"}").getBytes(UTF_8), Map.of()));

        assertThat(rejected.type()).hasSizeLessThanOrEqualTo(200);
        assertThat(rejected.sim()).hasSizeLessThanOrEqualTo(200);
        assertThat(rejected.error().detail()).hasSizeLessThanOrEqualTo(1000);
    }

    /** In the body of a bulk it is two levels deeper, which must not be more than can be written: its neighbours would wait for it. */
    @ParameterizedTest
    @ValueSource(ints = {101, 998, 999})
    void refusesWhatIsNestedDeeperThanAnyPropertyOfASim(int levels) {
        String deep = "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);

        assertThat(rejected(Records.keyed("000000001", "{\"type\":\"set-data-limit\",\"data_limit\":" + deep + "}"))
                        .error()
                        .code())
                .isEqualTo(ErrorCode.INVALID_JSON);
    }

    @Test
    void refusesWhatIsNestedWithoutEnd() {
        assertThat(rejected(Records.bare("{\"type\":" + "[".repeat(100_000)))
                        .error()
                        .code())
                .isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(rejected(Records.bare("[".repeat(100_000))).error().code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(rejected(Records.bare("{\"type\":\"relabel\",\"label\":1" + "0".repeat(5000) + "}"))
                        .error()
                        .code())
                .isEqualTo(ErrorCode.INVALID_JSON);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void refusesBytesThatLookLikeAnotherEncoding(int at) {
        for (byte mark : new byte[] {0, (byte) 0xFE, (byte) 0xFF, '{'}) {
            byte[] value = {0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, '"'};
            value[at] = mark;
            assertThat(rejected(Records.bytes(value)).error().code())
                    .isIn(ErrorCode.INVALID_JSON, ErrorCode.NOT_AN_OBJECT);
        }
        assertThat(parser.parse(Records.bytes("{\"type\":\"activate\",\"sim\":\"000000001\"}".getBytes(UTF_16BE))))
                .isNotNull();
    }

    @Property(tries = 10_000)
    void neverThrowsWhateverTheBytes(@ForAll @Size(max = 200) byte[] value) {
        assertThat(parser.parse(Records.bytes(value))).isInstanceOf(Parsed.Rejected.class);
    }

    @Property(tries = 10_000)
    void neverThrowsForACommandWithBytesChanged(
            @ForAll @IntRange(min = 1, max = 4) int changes, @ForAll boolean structured, @ForAll Random random) {
        byte[] value = """
                {"id":"c-1","type":"update","sim":"000000001","expires":"2026-11-22T11:00:00Z","set":{"label":"é",\
                "data_limit":{"total":1.5e3},"tags":["a"],"activated":true},"coalesce":false,"data":{"x":null}}""".getBytes(UTF_8);
        for (int i = 0; i < changes; i++) {
            value[random.nextInt(value.length)] = (byte) random.nextInt(256);
        }
        byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(value, random.nextInt(value.length)) : value;
        Map<String, String> headers = structured ? Map.of("content-type", "application/cloudevents+json") : Map.of();

        assertThat(parser.parse(Records.of(1, "k", cut, headers))).isNotNull();
    }

    @Test
    void saysOfWhatIsTooLargeWhoseItIs() {
        String huge =
                "{\"id\":\"big\",\"type\":\"relabel\",\"sim\":\"000000001\",\"label\":\"" + "x".repeat(300_000) + "\"}";

        Parsed.Rejected rejected = rejected(Records.bare(huge));

        assertThat(rejected.error().code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(rejected.id()).isEqualTo("big");
        assertThat(rejected.type()).isEqualTo("relabel");
        assertThat(rejected.sim()).isEqualTo("000000001");
    }

    private Command accepted(String value) {
        return accepted(Records.bare(value));
    }

    private Command accepted(CommandRecord record) {
        Parsed parsed = parser.parse(record);
        assertThat(parsed).as(() -> parsed.toString()).isInstanceOf(Parsed.Accepted.class);
        return ((Parsed.Accepted) parsed).command();
    }

    private Parsed.Rejected rejected(CommandRecord record) {
        Parsed parsed = parser.parse(record);
        assertThat(parsed).isInstanceOf(Parsed.Rejected.class);
        return (Parsed.Rejected) parsed;
    }

    private static String withType(String type, String data) {
        String more = data.substring(1, data.length() - 1).replace('\'', '"');
        return "{\"type\":\"" + type + "\",\"sim\":\"000000001\"" + (more.isEmpty() ? "" : "," + more) + "}";
    }
}
