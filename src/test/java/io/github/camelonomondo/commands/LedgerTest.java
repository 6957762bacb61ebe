package io.github.camelonomondo.commands;

import static io.github.camelonomondo.commands.result.CommandResult.Status.EXPIRED;
import static io.github.camelonomondo.commands.result.CommandResult.Status.FAILED;
import static io.github.camelonomondo.commands.result.CommandResult.Status.NOOP;
import static io.github.camelonomondo.commands.result.CommandResult.Status.REJECTED;
import static io.github.camelonomondo.commands.result.CommandResult.Status.SUCCEEDED;
import static io.github.camelonomondo.commands.result.CommandResult.Status.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.commands.parse.Change;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.parse.ErrorCode;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.result.CommandResult.Status;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.sim.SimId;
import java.beans.FeatureDescriptor;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the commands of a batch to calls and back, against an API that is a model. */
class LedgerTest {
    private static final SimId ONE = new SimId("000000001");
    private static final int FLEET = 30;

    private final Random random = new Random(4711);
    private final ModelApi api = new ModelApi(FLEET, 0, random);
    private final Ledger ledger = new Ledger(api, 5, random);

    // Whatever comes

    @Property(tries = 1500)
    void leavesEachSimAsItsLastCommandsWantIt(
            @ForAll @Size(min = 1, max = 60) List<@From("harmless") String> commands,
            @ForAll @IntRange(max = 7) int badDays,
            @ForAll boolean exact,
            @ForAll boolean joining,
            @ForAll Random chance) {
        // Given
        var model = new ModelApi(FLEET, badDays, chance);
        var run = new Ledger(model, 1_000_000, chance);
        if (exact) {
            run.exactly();
        }
        if (joining) {
            run.joinedAt(new Random(chance.nextLong()));
        }
        var wanted = new HashMap<SimId, Map<String, Object>>();
        for (String json : commands) {
            Command command = run.add(json);
            SimId sim = simOf(command);
            var properties = wanted.computeIfAbsent(sim, id -> new HashMap<>(model.sim(id)));
            if (!command.isExpired(Records.RECEIVED)) {
                apply(command, properties);
            }
        }

        // When
        run.run();

        // Then
        wanted.forEach(
                (sim, properties) -> assertThat(comparable(model.sim(sim))).isEqualTo(comparable(properties)));
        assertThat(run.results()).hasSize(commands.size());
        for (Command command : run.commands()) {
            CommandResult result = run.resultOf(command);
            if (command.isExpired(Records.RECEIVED)) {
                assertThat(result.status()).isEqualTo(EXPIRED);
            } else {
                assertThat(result.status()).isIn(SUCCEEDED, NOOP, SUPERSEDED);
            }
        }
        assertSupersededByALaterOne(run);
    }

    @Property(tries = 1500)
    void failsOnlyTheGuilty(
            @ForAll @Size(min = 1, max = 40) List<@From("any") String> commands,
            @ForAll @IntRange(max = 5) int badDays,
            @ForAll boolean joining,
            @ForAll Random chance) {
        // Given
        var model = new ModelApi(FLEET, badDays, chance);
        var run = new Ledger(model, 1_000_000, chance);
        commands.forEach(run::add);
        if (joining) {
            run.joinedAt(new Random(chance.nextLong()));
        }
        var told = new HashMap<SimId, Map<String, Object>>();
        for (int i = 1; i <= FLEET; i++) {
            SimId sim = new SimId(String.format("%09d", i));
            told.put(sim, new HashMap<>(model.sim(sim)));
        }

        // When
        run.run();

        // Then
        for (Command command : run.commands()) {
            CommandResult result = run.resultOf(command);
            assertThat(result).as(command.id()).isNotNull();
            if (result.status() == FAILED) {
                assertThat(isGuilty(command))
                        .as("%s %s", command.change(), result.error())
                        .isTrue();
            } else {
                told.get(simOf(command)).putAll(result.applied());
            }
        }
        told.forEach((sim, properties) -> assertThat(comparable(model.sim(sim))).isEqualTo(comparable(properties)));
        assertSupersededByALaterOne(run);
    }

    private static void assertSupersededByALaterOne(Ledger run) {
        Map<String, Integer> places = new HashMap<>();
        for (Command command : run.commands()) {
            places.put(command.id(), places.size());
        }
        for (Command command : run.commands()) {
            CommandResult result = run.resultOf(command);
            assertThat(result.supersededBy() != null).isEqualTo(result.status() == SUPERSEDED);
            if (result.supersededBy() != null) {
                Command later = run.commands().get(places.get(result.supersededBy()));
                assertThat(places.get(later.id())).isGreaterThan(places.get(command.id()));
                assertThat(simOf(later)).isEqualTo(simOf(command));
                boolean overrides = later.change().properties().keySet().stream()
                                .anyMatch(command.change().properties()::containsKey)
                        || (command.change().touchesTags() && later.change().tagList() != null);
                assertThat(overrides).isTrue();
            }
        }
    }

    private static boolean isGuilty(Command command) {
        Change change = command.change();
        return change.properties().containsValue(ModelApi.GUILTY)
                || change.properties().containsValue(ModelApi.POISON)
                || change.tag().contains(ModelApi.GUILTY)
                || (change.tagList() != null && change.tagList().contains(ModelApi.GUILTY));
    }

    /** One command after the other, by the words of the contract. */
    private static void apply(Command command, Map<String, Object> sim) {
        Change change = command.change();
        sim.putAll(change.properties());
        Set<String> tags = new LinkedHashSet<>(ids((List<?>) sim.get("tags")));
        if (change.tagList() != null) {
            tags = new LinkedHashSet<>(ids(change.tagList()));
        }
        tags.removeAll(ids(change.untag()));
        tags.addAll(ids(change.tag()));
        sim.put("tags", List.copyOf(tags));
    }

    private static List<String> ids(List<?> tags) {
        return tags.stream().map(tag -> tag.toString().replace("name ", "t")).toList();
    }

    private static Map<String, Object> comparable(Map<String, Object> sim) {
        var copy = new HashMap<>(sim);
        copy.put("tags", Set.copyOf((List<?>) sim.get("tags")));
        return copy;
    }

    private static SimId simOf(Command command) {
        String value = command.sim().value();
        return new SimId(value.length() == 9 ? value : value.substring(10, 19));
    }

    @Provide
    Arbitrary<String> harmless() {
        return commands(Arbitraries.of("a", "b", "c"), Arbitraries.of("t1", "t2", "name 3", "name 4"));
    }

    @Provide
    Arbitrary<String> any() {
        return commands(
                Arbitraries.of("a", "b", "c", ModelApi.GUILTY, ModelApi.POISON),
                Arbitraries.of("t1", "t2", "name 3", ModelApi.GUILTY));
    }

    private static Arbitrary<String> commands(Arbitrary<String> values, Arbitrary<String> tags) {
        // Few, and on different pages.
        Arbitrary<String> sims = Arbitraries.of(1, 6, 11, 16, 21, 26)
                .flatMap(i -> Arbitraries.frequencyOf(
                        Tuple.of(5, Arbitraries.just(String.format("%09d", i))),
                        Tuple.of(1, Arbitraries.just("8945730000" + String.format("%09d", i) + "0"))));
        Arbitrary<String> some = Combinators.combine(tags, tags).as((a, b) -> "['" + a + "','" + b + "']");
        Arbitrary<String> what = Arbitraries.oneOf(
                Arbitraries.of("'type':'activate'", "'type':'deactivate'"),
                values.map(value -> "'type':'relabel','label':'" + value + "'"),
                values.map(value -> "'type':'set-connector','connector':'" + value + "'"),
                Arbitraries.just("'type':'set-connector','connector':null"),
                tags.map(tag -> "'type':'tag','tag':'" + tag + "'"),
                some.map(list -> "'type':'tag','tags':" + list),
                tags.map(tag -> "'type':'untag','tag':'" + tag + "'"),
                Arbitraries.just("'type':'untag','tag':'t0'"),
                some.map(list -> "'type':'set-tags','tags':" + list),
                Combinators.combine(values, some)
                        .as((value, list) -> "'type':'update','set':{'label':'" + value + "','tags':" + list + "}"),
                values.map(value -> "'type':'set-imei-lock','imei_lock':'" + value + "'"),
                Arbitraries.integers()
                        .between(1, 3)
                        .map(total -> "'type':'set-data-limit','data_limit':{'total':" + total + ",'type':'monthly'}"),
                values.map(value -> "'type':'update','set':{'label':'" + value + "','activated':true}"));
        Arbitrary<String> expires = Arbitraries.frequency(
                Tuple.of(8, ""),
                Tuple.of(1, ",'expires':'2026-11-22T09:00:00Z'"),
                Tuple.of(1, ",'expires':'2036-11-22T11:00:00Z'"));
        Arbitrary<String> barrier = Arbitraries.frequency(Tuple.of(6, ""), Tuple.of(1, ",'coalesce':false"));
        return Combinators.combine(sims, what, barrier, expires)
                .as((sim, change, alone, until) -> "{'sim':'" + sim + "'," + change + alone + until + "}");
    }

    // One thing at a time

    @Test
    void coalescesTheCommandsOfASimIntoOneUpdate() {
        Command first = ledger.add("{'id':'c1','type':'relabel','sim':'000000001','label':'a'}");
        Command second = ledger.add("{'id':'c2','type':'activate','sim':'000000001'}");
        Command third = ledger.add("{'id':'c3','type':'relabel','sim':'000000001','label':'b'}");

        ledger.run();

        assertThat(api.appliedTo(ONE)).containsExactly(Map.of("label", "b", "activated", true));
        assertThat(statusOf(first)).isEqualTo(SUPERSEDED);
        assertThat(ledger.resultOf(first).supersededBy()).isEqualTo("c3");
        assertThat(ledger.resultOf(second).applied()).containsExactly(Map.entry("activated", true));
        assertThat(ledger.resultOf(third).applied()).containsExactly(Map.entry("label", "b"));
        assertThat(ledger.resultOf(third).call()).isEqualTo(new CommandResult.Call("call-1", 1, 200));
        assertThat(ledger.resultOf(third).attempts()).isEqualTo(1);
    }

    @Test
    void namesTheLastOfThoseThatOverrodeACommand() {
        Command update =
                ledger.add("{'id':'c1','type':'update','sim':'000000001','set':{'label':'a','activated':true}}");
        ledger.add("{'id':'c2','type':'deactivate','sim':'000000001'}");
        ledger.add("{'id':'c3','type':'relabel','sim':'000000001','label':'b'}");

        ledger.run();

        assertThat(ledger.resultOf(update).supersededBy()).isEqualTo("c3");
    }

    @Test
    void leavesTheTagsOfOthersAlone() {
        ledger.add("{'type':'tag','sim':'000000001','tag':'name 1'}");
        ledger.add("{'type':'tag','sim':'000000001','tags':['t2','t3']}");
        ledger.add("{'type':'untag','sim':'000000001','tag':'t2'}");

        ledger.run();

        assertThat(api.sim(ONE).get("tags")).isEqualTo(List.of("t0", "t1", "t3"));
        assertThat(ledger.results().values()).extracting(CommandResult::status).containsOnly(SUCCEEDED);
    }

    @Test
    void takesAnAnswerWithoutTagsForNoAnswer() {
        Command tag = ledger.add("{'type':'tag','sim':'000000001','tag':'name 1'}");
        api.forgetTags(2);

        ledger.run();

        assertThat(api.sim(ONE).get("tags")).isEqualTo(List.of("t0", "t1"));
        assertThat(statusOf(tag)).isEqualTo(SUCCEEDED);
    }

    @Test
    void failsTheTagsOfASimThatNeverShowsAnyAndAppliesTheRest() {
        Command tag = ledger.add("{'type':'tag','sim':'000000001','tag':'name 1'}");
        Command later = ledger.add("{'type':'relabel','sim':'000000001','label':'x','coalesce':false}");
        api.forgetTags(1_000);

        ledger.run();

        assertThat(statusOf(tag)).isEqualTo(FAILED);
        assertThat(ledger.resultOf(tag).error().code()).isEqualTo(ErrorCode.UNPROVEN);
        assertThat(ledger.resultOf(tag).attempts()).isEqualTo(5);
        assertThat(statusOf(later)).isEqualTo(SUCCEEDED);
        assertThat(api.sim(ONE).get("tags")).isEqualTo(List.of("t0"));
    }

    @Test
    void failsTheTagsAloneOfCommandsThatAreCoalescedIfTheSimNeverShowsAny() {
        Command label = ledger.add("{'type':'relabel','sim':'000000001','label':'x'}");
        Command tag = ledger.add("{'type':'tag','sim':'000000001','tag':'name 1'}");
        api.forgetTags(1_000);

        ledger.run();

        assertThat(statusOf(label)).isEqualTo(SUCCEEDED);
        assertThat(statusOf(tag)).isEqualTo(FAILED);
        assertThat(ledger.resultOf(tag).error().code()).isEqualTo(ErrorCode.UNPROVEN);
    }

    @Test
    void failsOnlyTheCommandForWhichNoAnswerEverComes() {
        Command label = ledger.add("{'type':'relabel','sim':'000000001','label':'x'}");
        Command connector = ledger.add("{'type':'set-connector','sim':'000000001','connector':'unsaid'}");
        Command other = ledger.add("{'type':'relabel','sim':'000000002','label':'y'}");

        ledger.run();

        assertThat(statusOf(label)).isEqualTo(SUCCEEDED);
        assertThat(statusOf(connector)).isEqualTo(FAILED);
        assertThat(ledger.resultOf(connector).error().code()).isEqualTo(ErrorCode.UNPROVEN);
        assertThat(statusOf(other)).isEqualTo(SUCCEEDED);
        assertThat(api.sim(ONE).get("label")).isEqualTo("x");
        assertThat(api.sim(ONE).get("connector")).isNull();
    }

    @Test
    void makesNoCallForWhatIsSoAlready() {
        Command tag = ledger.add("{'type':'tag','sim':'000000001','tag':'t0'}");
        Command untag = ledger.add("{'type':'untag','sim':'000000001','tag':'t4'}");

        ledger.run();

        assertThat(api.appliedTo(ONE)).isEmpty();
        assertThat(statusOf(tag)).isEqualTo(NOOP);
        assertThat(statusOf(untag)).isEqualTo(NOOP);
    }

    @Test
    void saysNoopOnlyOfTheTagThatWasThereAlready() {
        Command there = ledger.add("{'type':'tag','sim':'000000001','tag':'t0'}");
        Command missing = ledger.add("{'type':'tag','sim':'000000001','tag':'t1'}");

        ledger.run();

        assertThat(statusOf(there)).isEqualTo(NOOP);
        assertThat(statusOf(missing)).isEqualTo(SUCCEEDED);
    }

    @Test
    void letsOnlyALaterListSupersedeTags() {
        Command tag = ledger.add("{'id':'c1','type':'tag','sim':'000000001','tag':'t1'}");
        Command list = ledger.add("{'id':'c2','type':'set-tags','sim':'000000001','tags':['t2']}");
        Command more = ledger.add("{'id':'c3','type':'tag','sim':'000000001','tag':'t3'}");

        ledger.run();

        assertThat(api.sim(ONE).get("tags")).isEqualTo(List.of("t2", "t3"));
        assertThat(ledger.resultOf(tag).supersededBy()).isEqualTo("c2");
        assertThat(statusOf(list)).isEqualTo(SUCCEEDED);
        assertThat(statusOf(more)).isEqualTo(SUCCEEDED);
    }

    @Test
    void keepsTheTagsOfOthersWhenAListExpiresBeforeItIsSent() {
        // Given
        Command list =
                ledger.add("{'type':'set-tags','sim':'000000001','tags':['t2'],'expires':'2026-11-22T10:00:30Z'}");
        Command tag = ledger.add("{'type':'tag','sim':'000000001','tag':'t1'}");
        ledger.beforeEachCall(() -> ledger.clock().move(Duration.ofSeconds(31)));

        // When
        ledger.run();

        // Then
        assertThat(statusOf(list)).isEqualTo(EXPIRED);
        assertThat(statusOf(tag)).isEqualTo(SUCCEEDED);
        assertThat(api.sim(ONE).get("tags")).isEqualTo(List.of("t0", "t1"));
    }

    @Test
    void readsTheTagsAgainAfterALongOutage() {
        // Given
        ledger.add("{'type':'tag','sim':'000000001','tag':'t1'}");
        var calls = new int[1];
        ledger.beforeEachCall(() -> {
            calls[0]++;
            if (calls[0] == 3) {
                // The tag names and the SIM are read; the API is away for an hour, and somebody else tags the SIM.
                ledger.clock().move(Duration.ofHours(1));
                api.sim(ONE).put("tags", List.of("t0", "t4"));
            }
        });

        // When
        ledger.run();

        // Then
        assertThat(api.sim(ONE).get("tags")).isEqualTo(List.of("t0", "t4", "t1"));
    }

    @Test
    void sendsABarrierAlone() {
        ledger.add("{'type':'relabel','sim':'000000001','label':'a'}");
        ledger.add("{'type':'deactivate','sim':'000000001','coalesce':false}");
        ledger.add("{'type':'activate','sim':'000000001','coalesce':false}");
        ledger.add("{'type':'relabel','sim':'000000001','label':'b'}");

        ledger.run();

        assertThat(api.appliedTo(ONE))
                .containsExactly(
                        Map.of("label", "a"),
                        Map.of("activated", false),
                        Map.of("activated", true),
                        Map.of("label", "b"));
        assertThat(ledger.results().values()).extracting(CommandResult::status).containsOnly(SUCCEEDED);
    }

    @Test
    void sendsCommandsThatShareARefusalOneByOne() {
        Command good = ledger.add("{'type':'relabel','sim':'000000001','label':'a'}");
        Command bad = ledger.add("{'type':'set-connector','sim':'000000001','connector':'guilty'}");
        Command alsoGood = ledger.add("{'type':'activate','sim':'000000001'}");

        ledger.run();

        assertThat(statusOf(good)).isEqualTo(SUCCEEDED);
        assertThat(statusOf(alsoGood)).isEqualTo(SUCCEEDED);
        assertThat(statusOf(bad)).isEqualTo(FAILED);
        assertThat(ledger.resultOf(bad).error())
                .isEqualTo(new CommandError(ErrorCode.REFUSED, "value_invalid", 200, "value_invalid"));
        assertThat(api.appliedTo(ONE)).containsExactly(Map.of("label", "a"), Map.of("activated", true));
    }

    @Test
    void doesNotReviveWhatWasSupersededByTheGuilty() {
        Command good = ledger.add("{'type':'relabel','sim':'000000001','label':'a'}");
        Command bad = ledger.add("{'type':'relabel','sim':'000000001','label':'guilty'}");

        ledger.run();

        assertThat(statusOf(good)).isEqualTo(SUPERSEDED);
        assertThat(statusOf(bad)).isEqualTo(FAILED);
        assertThat(api.appliedTo(ONE)).isEmpty();
    }

    @Test
    void findsTheCulpritOfABulkThatIsRefusedAsAWhole() {
        for (int i = 1; i <= 20; i++) {
            ledger.add("{'type':'relabel','sim':'" + String.format("%09d", i) + "','label':'"
                    + (i == 13 ? "poison" : "x") + "'}");
        }

        ledger.run();

        assertThat(ledger.results().values())
                .filteredOn(result -> result.status() == FAILED)
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.sim()).isEqualTo("000000013");
                    assertThat(Objects.requireNonNull(result.error()).apiStatus())
                            .isEqualTo(400);
                });
        assertThat(ledger.results().values())
                .filteredOn(result -> result.status() == SUCCEEDED)
                .hasSize(19);
        assertThat(api.calls()).as("halving, not one by one").isLessThanOrEqualTo(11);
    }

    @Test
    void sendsNothingThatHasExpired() {
        Command late = ledger.add("{'type':'activate','sim':'000000001','expires':'2026-11-22T09:59:59Z'}");
        Command atOnce = ledger.add("{'type':'activate','sim':'000000002','expires':'2026-11-22T10:00:00Z'}");

        ledger.run();

        assertThat(statusOf(late)).isEqualTo(EXPIRED);
        assertThat(statusOf(atOnce)).isEqualTo(EXPIRED);
        assertThat(api.calls()).isZero();
    }

    @Test
    void looksAtTheClockOnceMoreRightBeforeTheSend() {
        Command late = ledger.add("{'type':'activate','sim':'000000001','expires':'2026-11-22T10:00:30Z'}");
        Command lasting = ledger.add("{'type':'relabel','sim':'000000001','label':'x'}");
        ledger.beforeEachCall(() -> ledger.clock().move(Duration.ofSeconds(31)));

        ledger.run();

        assertThat(statusOf(late)).isEqualTo(EXPIRED);
        assertThat(statusOf(lasting)).isEqualTo(SUCCEEDED);
        assertThat(api.appliedTo(ONE)).containsExactly(Map.of("label", "x"));
    }

    @Test
    void letsTheEarlierValueCountWhenTheLaterOneExpiresUnsent() {
        Command earlier = ledger.add("{'type':'relabel','sim':'000000001','label':'a'}");
        Command late = ledger.add("{'type':'relabel','sim':'000000001','label':'b','expires':'2026-11-22T10:00:30Z'}");
        ledger.beforeEachCall(() -> ledger.clock().move(Duration.ofSeconds(31)));

        ledger.run();

        assertThat(statusOf(late)).isEqualTo(EXPIRED);
        assertThat(statusOf(earlier)).isEqualTo(SUCCEEDED);
    }

    @Test
    void composesTheMembersOfAnObject() {
        // Given
        Command first =
                ledger.add("{'type':'set-data-limit','sim':'000000001','data_limit':{'total':5,'type':'monthly'}}");
        Command second =
                ledger.add("{'id':'c2','type':'set-data-limit','sim':'000000001','data_limit':{'alert_threshold':3}}");
        Command third = ledger.add("{'id':'c3','type':'set-data-limit','sim':'000000001','data_limit':{'total':7}}");

        // When
        ledger.run();

        // Then
        assertThat(api.appliedTo(ONE))
                .containsExactly(Map.of("data_limit", Map.of("type", "monthly", "alert_threshold", 3, "total", 7)));
        assertThat(ledger.resultOf(first).applied()).isEqualTo(Map.of("data_limit", Map.of("type", "monthly")));
        assertThat(List.of(statusOf(first), statusOf(second), statusOf(third))).containsOnly(SUCCEEDED);
    }

    @Test
    void failsWhatWasSentAndRefusedAndExpiresBeforeItMayBeSentAgain() {
        // Given
        Command earlier = ledger.add("{'type':'relabel','sim':'000000001','label':'a'}");
        Command late = ledger.add("{'type':'relabel','sim':'000000001','label':'b','expires':'2026-11-22T10:01:00Z'}");
        Command beside = ledger.add("{'type':'activate','sim':'000000001'}");
        api.refuseOnce("busy");
        ledger.beforeEachCall(() -> ledger.clock().move(Duration.ofSeconds(40)));

        // When
        ledger.run();

        // Then
        assertThat(statusOf(late)).isEqualTo(FAILED);
        assertThat(ledger.resultOf(late).attempts()).isEqualTo(1);
        assertThat(Objects.requireNonNull(ledger.resultOf(late).error()).code())
                .isEqualTo(ErrorCode.ATTEMPTS_EXHAUSTED);
        assertThat(ledger.resultOf(late).error().apiError()).isEqualTo("busy");
        assertThat(statusOf(earlier)).as("not revived").isEqualTo(SUPERSEDED);
        assertThat(statusOf(beside)).isEqualTo(SUCCEEDED);
        assertThat(api.appliedTo(ONE)).containsExactly(Map.of("activated", true));
    }

    @Test
    void failsWhatWasSentWithTheGuiltyOneAndIsTooLateToBeSentAlone() {
        // Given
        Command late = ledger.add("{'type':'relabel','sim':'000000001','label':'b','expires':'2026-11-22T10:01:00Z'}");
        Command guilty = ledger.add("{'type':'set-connector','sim':'000000001','connector':'guilty'}");
        var results = new ArrayList<CommandResult>();
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), new TagNames(), retry, false, new FleetPages());
        var batch = new CommandBatch(ledger.clock(), tools, List.of(late, guilty), results::add);
        var bulk = new DueBulk(
                batch,
                batch.takeUpdates().stream().map(CommandBatch.DueUpdate::work).toList());
        BulkAnswer answer = api.updateSims(bulk, Priority.COMMANDS);

        // When
        ledger.clock().move(Duration.ofMinutes(2));
        bulk.settle(answer);

        // Then
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.record()).isEqualTo(late.record());
            assertThat(result.status()).isEqualTo(FAILED);
            assertThat(result.attempts()).isEqualTo(1);
        });
    }

    @Test
    void failsTheCommandsOfASimThatDoesNotExist() {
        api.remove(ONE);
        Command relabel = ledger.add("{'type':'relabel','sim':'000000001','label':'a'}");
        Command tag = ledger.add("{'type':'tag','sim':'000000001','tag':'t1','coalesce':false}");
        Command byIccid = ledger.add("{'type':'activate','sim':'89457300000000000010'}");
        Command other = ledger.add("{'type':'activate','sim':'000000002'}");

        ledger.run();

        assertThat(statusOf(relabel)).isEqualTo(FAILED);
        assertThat(statusOf(tag)).isEqualTo(FAILED);
        assertThat(statusOf(byIccid)).isEqualTo(FAILED);
        assertThat(statusOf(other)).isEqualTo(SUCCEEDED);
        assertThat(List.of(relabel, tag, byIccid))
                .extracting(command ->
                        Objects.requireNonNull(ledger.resultOf(command).error()).code())
                .containsOnly(ErrorCode.SIM_NOT_FOUND);
    }

    @Test
    void rejectsATagThatNobodyKnows() {
        Command unknown = ledger.add("{'type':'tag','sim':'000000001','tag':'no such tag'}");
        Command known = ledger.add("{'type':'tag','sim':'000000001','tag':'name 1'}");

        ledger.run();

        assertThat(statusOf(unknown)).isEqualTo(REJECTED);
        assertThat(statusOf(known)).isEqualTo(SUCCEEDED);
    }

    @Test
    void failsTagsByNameWhenTheNamesAreRefused() {
        api.refuseTags();
        Command byName = ledger.add("{'type':'tag','sim':'000000001','tag':'name 1'}");
        Command other = ledger.add("{'type':'activate','sim':'000000002'}");

        ledger.run();

        assertThat(statusOf(byName)).isEqualTo(FAILED);
        assertThat(ledger.resultOf(byName).error())
                .isEqualTo(new CommandError(ErrorCode.REFUSED, "bad_request", 400, "bad_request"));
        assertThat(statusOf(other)).isEqualTo(SUCCEEDED);
    }

    /** A call for the names of tags, one for each look, and full bulks. */
    @ParameterizedTest
    @CsvSource({"420,3,false,1,3", "420,20,false,2,20", "420,50,false,4,50", "420,20,true,0,20", "420,200,true,60,0"})
    void looksUpByTheCheapestCallsAndFillsBulks(int fleet, int tagged, boolean isKnown, int pages, int reads) {
        var large = new ModelApi(fleet, 0, random);
        var run = new Ledger(large, 5, random);
        if (isKnown) {
            run.knowingPages(60);
        }
        for (int i = 0; i < tagged; i++) {
            int sim = fleet - i * (fleet / tagged);
            run.add("{'type':'tag','sim':'%09d','tag':'name 1'}".formatted(sim));
        }

        run.run();

        int bulks = (tagged + 19) / 20;
        assertThat(large.calls()).isLessThanOrEqualTo(pages + reads + bulks);
        assertThat(run.results().values()).extracting(CommandResult::status).containsOnly(SUCCEEDED);
    }

    @Test
    void keepsTheOrderOfASimThatIsCalledByTwoNames() {
        Command byIccid = ledger.add("{'type':'relabel','sim':'89457300000000000010','label':'a'}");
        Command byId = ledger.add("{'type':'relabel','sim':'000000001','label':'b'}");

        ledger.run();

        assertThat(api.sim(ONE)).containsEntry("label", "b");
        assertThat(statusOf(byIccid)).isEqualTo(SUPERSEDED);
        assertThat(ledger.resultOf(byIccid).sim()).isEqualTo("000000001");
        assertThat(statusOf(byId)).isEqualTo(SUCCEEDED);
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        var always = new ModelApi(1, 0, random);
        var stubborn = new Ledger(always, 3, random);
        Command command = stubborn.add("{'type':'relabel','sim':'000000001','label':'a'}");
        always.alwaysRefuse("busy");

        stubborn.run();

        CommandResult result = stubborn.resultOf(command);
        assertThat(result.status()).isEqualTo(FAILED);
        assertThat(Objects.requireNonNull(result.error()).code()).isEqualTo(ErrorCode.ATTEMPTS_EXHAUSTED);
        assertThat(result.attempts()).isEqualTo(3);
        assertThat(always.calls()).isEqualTo(3);
    }

    @Test
    void fillsItsCalls() {
        for (int i = 1; i <= FLEET; i++) {
            ledger.add("{'type':'activate','sim':'" + String.format("%09d", i) + "'}");
            ledger.add("{'type':'deactivate','sim':'" + String.format("%09d", i) + "'}");
        }

        ledger.run();

        assertThat(api.calls()).isEqualTo(2);
    }

    /** Whoever reads its properties, such as a tracer or a debugger, would take work away that nobody then does. */
    @Test
    void hasNoPropertyThatIsHandedOutOnce() throws IntrospectionException {
        var batch = Introspector.getBeanInfo(CommandBatch.class, Object.class);

        assertThat(batch.getPropertyDescriptors())
                .extracting(FeatureDescriptor::getName)
                .containsExactly("settled");
    }

    private Status statusOf(Command command) {
        return ledger.resultOf(command).status();
    }
}
