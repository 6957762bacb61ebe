package io.github.camelonomondo.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.commands.work.SimRow;
import io.github.camelonomondo.commands.work.SimWork;
import io.github.camelonomondo.sim.SimId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which SIMs go together, if their commands come while a batch is in hand. */
class GatheringTest {

    private final ModelApi api = new ModelApi(100, 0, new Random(1));
    private final List<CommandResult> results = new ArrayList<>();
    private boolean isRecorded = true;
    private long nanos = 1;
    private int offset;
    private final CommandBatch batch = batch(relabels(1, 1));
    private final List<SimWork> works = due();
    private final DueBulk first = new DueBulk(batch, works);

    @Test
    void goesAloneAfterAWhileIfACallIsUnderWay() {
        first.get();
        batch.add(relabels(2, 1));

        assertThat(due()).isEmpty();
        pass(199);
        assertThat(due()).isEmpty();
        pass(1);
        assertThat(due()).hasSize(1);
    }

    @Test
    void goesSoonerIfNoCallIs() throws InterruptedException {
        settle(first);
        batch.add(relabels(2, 1));

        pass(49);
        assertThat(batch.awaitDue(0)).isFalse();
        assertThat(due()).isEmpty();
        pass(1);
        assertThat(batch.awaitDue(0)).isTrue();
        assertThat(due()).hasSize(1);
    }

    @Test
    void waitsForOthersAsLongAsTheyKeepComingButForAFifthOfASecondAtMost() {
        settle(first);
        for (int number = 2; number < 6; number++) {
            batch.add(relabels(number, 1));
            pass(40);
            assertThat(due()).isEmpty();
        }
        batch.add(relabels(6, 1));

        pass(40);
        assertThat(due()).hasSize(5);
    }

    @Test
    void goesAtOnceInTwentiesAndTheRestWithThoseThatComeThen() {
        first.get();

        batch.add(relabels(2, 30));
        assertThat(due()).hasSize(20);
        batch.add(relabels(32, 10));
        assertThat(due()).hasSize(20);
    }

    @Test
    void waitsWhileOthersWaitForTheirCall() {
        batch.add(relabels(2, 3));

        pass(10_000);
        assertThat(due()).as("the first has no call yet").isEmpty();
        first.get();
        assertThat(due()).hasSize(3);
    }

    @Test
    void doesNotWaitForThoseWhoseCallHasFailedAndRests() {
        first.get();
        batch.add(relabels(2, 1));

        first.failed(true);
        pass(200);

        assertThat(due()).hasSize(1);
    }

    @Test
    void wasNotSentIfTheCallWasRefusedForAllThatWereInIt() {
        batch.add(relabels(2, 1));
        first.get();
        pass(200);
        var both = new ArrayList<>(works);
        both.addAll(due());
        var bulk = new DueBulk(batch, both);
        both.forEach(SimWork::notSent);
        bulk.get();

        bulk.halvesAfter(new ApiException.Refused("PATCH", new Refusal(400, "bad_request", null)));

        assertThat(both).noneMatch(SimWork::isSent);
    }

    @Test
    void joinsAnUpdateOfItsSimThatIsNotSentYet() {
        batch.add(relabels(1, 1, "second"));

        settle(first);

        assertThat(api.appliedTo(sim(1))).containsExactly(Map.of("label", "second"));
        assertThat(batch.isSettled()).isTrue();
    }

    @Test
    void followsAnUpdateOfItsSimThatIsUnderWay() {
        var answer = api.updateSims(first, Priority.COMMANDS);
        batch.add(relabels(1, 1, "second"));
        assertThat(due()).isEmpty();

        first.settle(answer);
        settle(new DueBulk(batch, due()));

        assertThat(api.appliedTo(sim(1))).containsExactly(Map.of("label", "first"), Map.of("label", "second"));
        assertThat(batch.isSettled()).isTrue();
    }

    @Test
    void fillsTheLastBulkOfThoseThatGoAnyway() {
        first.get();
        batch.add(relabels(2, 30));
        assertThat(due()).hasSize(20);
        var barrier = command("{\"type\":\"activate\",\"coalesce\":false}", 1);
        batch.add(List.of(barrier));
        first.settle(api.updateSims(first, Priority.COMMANDS));

        assertThat(due()).as("the barrier, and ten that gather").hasSize(11);
    }

    @Test
    void waitsForThoseThatAreLookedUpWithItAndNotForOthers() {
        first.get();
        batch.add(List.of(tag(2)));
        pass(200);
        assertThat(batch.takeLookups()).as("of 2, which hangs").hasSize(1);
        batch.add(List.of(tag(3), tag(4)));
        pass(2_000);
        assertThat(batch.takeLookups()).hasSize(2);

        found(3);
        assertThat(due()).as("4 is to come").isEmpty();
        found(4);
        assertThat(due()).as("2 is not waited for").hasSize(2);
    }

    @Test
    void isLookedUpWithAllThatCameWhileOthersWere() {
        first.get();
        batch.add(List.of(tag(2)));
        pass(50);
        assertThat(batch.takeLookups()).hasSize(1);
        batch.add(List.of(tag(3)));
        pass(500);
        batch.add(List.of(tag(4)));
        pass(500);
        assertThat(batch.takeLookups()).isEmpty();

        found(2);

        assertThat(batch.takeLookups()).hasSize(2);
    }

    @Test
    void waitsForThoseThatAreLookedUpWithItForTwoSecondsFromTheLastOne() {
        first.get();
        batch.add(List.of(tag(2), tag(3), tag(4)));
        pass(50);
        batch.takeLookups();
        found(3);
        found(4);

        pass(1_999);
        assertThat(due()).isEmpty();
        pass(1);
        assertThat(due()).hasSize(2);
    }

    @Test
    void isTakenInUnlessCallsFailOneAfterTheOther() {
        first.get();
        batch.failing().failed(first);
        assertThat(batch.takesMore(() -> true))
                .as("one may have itself to blame")
                .isTrue();
        var other = new Object();
        batch.failing().failed(other);
        assertThat(batch.takesMore(() -> true)).isFalse();
        batch.failing().answered();
        assertThat(batch.takesMore(() -> true)).isTrue();
        batch.failing().failed(first);
        batch.failing().failed(other);
        batch.failing().over(other);
        assertThat(batch.takesMore(() -> true)).isTrue();
    }

    @Test
    void isNotTakenInOnceAPartitionWentWhoseCallIsUnderWay() {
        first.get();

        batch.giveUp(Set.of(Records.PARTITION), 0, 0);

        assertThat(batch.takesMore(() -> true))
                .as("its records may come back while the call is still to be answered")
                .isFalse();

        first.settle(api.updateSims(first, Priority.COMMANDS));
        assertThat(batch.takesMore(() -> false))
                .as("Kafka may not have the results yet, and what comes back would be sent again")
                .isFalse();
        assertThat(batch.takesMore(() -> true)).isTrue();
    }

    @Test
    void isNotTakenInWhileItIsReadBackWhatACallDidForAPartitionThatWent() {
        first.get();
        batch.giveUp(Set.of(Records.PARTITION), 0, 0);

        first.settle(new BulkAnswer("call", 1, 200, Map.of()));

        assertThat(batch.takesMore(() -> true)).isFalse();
    }

    @Test
    void mayHaveBeenSentWhateverBecameOfLaterAttempts() {
        SimWork work = works.get(0);
        first.get();
        assertThat(work.isSent()).isTrue();

        first.failed(true);
        assertThat(work.isSent()).as("refused a connection").isFalse();

        first.get();
        first.failed(false);
        first.failed(true); // not even asked
        assertThat(work.isSent()).as("answered with 5xx").isTrue();
        first.get();
        first.failed(true);
        assertThat(work.isSent()).as("answered with 5xx before").isTrue();
    }

    @Test
    void mayHaveBeenSentThoughItWasPutBackSince() {
        batch.beginWhile(() -> true, () -> isRecorded);
        first.get();
        first.failed(false);
        isRecorded = false;
        first.get();
        isRecorded = true;

        assertThat(due()).hasSize(1).allMatch(SimWork::isSent);
    }

    @Test
    void isNotSentWhileNothingCanBeRecordedAndWaitsForItsTurn() {
        batch.beginWhile(() -> true, () -> isRecorded);
        isRecorded = false;

        assertThat(first.get()).isEmpty();
        assertThat(due()).isEmpty();

        isRecorded = true;
        assertThat(due()).isNotEmpty();
    }

    private void found(int number) {
        batch.found(sim(number), new SimRow(new HashMap<>(api.sim(sim(number)))));
    }

    private Command tag(int number) {
        return command("{\"type\":\"tag\",\"tag\":\"t1\"}", number);
    }

    private Command command(String json, int number) {
        var record = Records.of(offset++, sim(number).value(), json.getBytes(UTF_8), Map.of());
        return ((Parsed.Accepted) new CommandParser().parse(record)).command();
    }

    private void settle(DueBulk bulk) {
        BulkAnswer answer = api.updateSims(bulk, Priority.COMMANDS);
        bulk.settle(answer);
    }

    private List<SimWork> due() {
        return batch.takeUpdates().stream().map(CommandBatch.DueUpdate::work).toList();
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private CommandBatch batch(List<Command> commands) {
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        var tagNames = new TagNames();
        tagNames.refresh(api);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), tagNames, retry, false, new FleetPages());
        return new CommandBatch(Clock.systemUTC(), () -> nanos, tools, commands, results::add);
    }

    private List<Command> relabels(int from, int count) {
        return relabels(from, count, "first");
    }

    private List<Command> relabels(int from, int count, String label) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> command("{\"type\":\"relabel\",\"label\":\"%s\"}".formatted(label), number))
                .toList();
    }

    private static SimId sim(int number) {
        return new SimId("%09d".formatted(number));
    }
}
