package io.github.camelonomondo.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.result.CommandResult.Status;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimUpdate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/**
 * Commands of one SIM on two partitions, as their keys differ, and one of the partitions goes to another member while a call is
 * under way: its commands are the other's, and those of the other partition are still ours.
 */
class LostPartitionsTest {

    private static final SimId SIM = new SimId("000000001");
    private static final TopicPartition LOST = new TopicPartition("onomondo.sim.commands", 0);
    private static final TopicPartition KEPT = new TopicPartition("onomondo.sim.commands", 1);
    private static final BulkAnswer REFUSED = answer("value_invalid");
    private static final BulkAnswer BUSY = answer("busy");

    private final ModelApi api = new ModelApi(1, 0, new Random(1));
    private final List<CommandResult> results = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();

    @Test
    void leaveTheNextCommandOfASimWhoseTagCommandGoesBeforeItsFirstCall() {
        add(LOST, "{'type':'tag','sim':'000000001','tag':'t1'}");
        Command ours = add(KEPT, "{'type':'relabel','sim':'000000001','label':'pump'}");
        CommandBatch batch = batch(true);
        List<DueTags> due = batch.takeTagChanges();

        batch.giveUp(Set.of(LOST), 0, 0);
        due.forEach(new ExactTags(api, 5)::apply);
        send(batch);

        assertThat(batch.isSettled()).isTrue();
        assertThat(api.sim(SIM)).containsEntry("label", "pump").containsEntry("tags", List.of("t0"));
        assertThat(results).extracting(CommandResult::record).containsExactly(ours.record());
        assertThat(results).extracting(CommandResult::status).containsExactly(Status.SUCCEEDED);
    }

    @Test
    void areNotSentAgainWhenACallThatTheyShareIsRefused() {
        add(LOST, "{'type':'relabel','sim':'000000001','label':'old'}");
        Command ours = add(KEPT, "{'type':'activate','sim':'000000001'}");
        CommandBatch batch = batch(false);
        DueBulk bulk = due(batch);
        assertThat(bulk.get())
                .extracting(SimUpdate::properties)
                .containsExactly(Map.of("label", "old", "activated", true));

        batch.giveUp(Set.of(LOST), 0, 0);
        bulk.settle(REFUSED);
        send(batch);

        assertThat(batch.isSettled()).isTrue();
        assertThat(api.appliedTo(SIM)).containsExactly(Map.of("activated", true));
        assertThat(results).extracting(CommandResult::record).containsExactly(ours.record());
    }

    @Test
    void areNotSentAgainThoughTheWaitForTheirCallIsInterrupted() {
        add(LOST, "{'type':'relabel','sim':'000000001','label':'old'}");
        CommandBatch batch = batch(false);
        DueBulk bulk = due(batch);
        assertThat(bulk.get()).hasSize(1);

        Thread.currentThread().interrupt();
        batch.giveUp(Set.of(LOST), 0, 20_000);

        assertThat(Thread.interrupted()).isTrue();
        bulk.settle(BUSY);
        send(batch);
        assertThat(batch.isSettled()).isTrue();
        assertThat(api.appliedTo(SIM)).isEmpty();
        assertThat(results).isEmpty();
    }

    @Test
    void areInNoCallThatBeginsShortlyBeforeTheyGo() throws Exception {
        add(LOST, "{'type':'relabel','sim':'000000001','label':'old'}");
        CommandBatch batch = batch(false);
        DueBulk bulk = due(batch);
        assertThat(bulk.get()).hasSize(1);
        bulk.failed(false);

        Thread going = giveUpInTheBackground(batch);
        await().until(() -> bulk.get().isEmpty());

        assertIsOver(going);
        assertThat(batch.isSettled()).isTrue();
        assertThat(batch.takeUpdates()).isEmpty();
        assertThat(results).isEmpty();
    }

    @Test
    void haveTheResultOfACallThatBeginsInTheFirstHalfOfTheHandover() throws Exception {
        add(LOST, "{'type':'relabel','sim':'000000001','label':'old'}");
        CommandBatch batch = batch(false);
        DueBulk bulk = due(batch);

        var going = new Thread(() -> batch.giveUp(Set.of(LOST), TimeUnit.HOURS.toMillis(1), 0));
        going.start();
        await().until(() -> going.getState() == Thread.State.TIMED_WAITING);
        bulk.settle(api.updateSims(bulk, Priority.COMMANDS));

        assertIsOver(going);
        assertThat(api.sim(SIM)).containsEntry("label", "old");
        assertThat(results).extracting(CommandResult::status).containsExactly(Status.SUCCEEDED);
    }

    @Test
    void haveTheResultOfACallOfTheirOwnThatWasUnderWayBeforeTheyGo() throws Exception {
        add(LOST, "{'type':'tag','sim':'000000001','tag':'t1'}");
        CommandBatch batch = batch(true);
        DueTags due = batch.takeTagChanges().get(0);
        batch.change(due::begin);
        due.calls().sending();

        Thread going = giveUpInTheBackground(batch);
        await().until(() -> !due.isWanted());
        due.calls().done();
        batch.change(due::begin);

        assertThat(due.calls()).isNotNull();
        batch.change(now -> due.work().exactlyDone(due.calls().applied(), CommandResult.Call.single(200), now));
        assertIsOver(going);
        assertThat(results).extracting(CommandResult::status).containsExactly(Status.SUCCEEDED);
    }

    @Test
    void leaveTheCallsOfTheirOwnThatAreNotMadeYet() throws Exception {
        add(LOST, "{'type':'tag','sim':'000000001','tags':['t1','t2']}");
        CommandBatch batch = batch(true);
        DueTags due = batch.takeTagChanges().get(0);
        batch.change(due::begin);
        due.calls().sending();
        due.calls().done();

        Thread going = giveUpInTheBackground(batch);
        await().until(() -> !due.isWanted());
        batch.change(due::begin);

        assertThat(due.calls()).isNull();
        assertIsOver(going);
        assertThat(results).isEmpty();
    }

    @Test
    void areToldOfNoMoreOnceTheirBatchIsAbandoned() {
        add(KEPT, "{'type':'relabel','sim':'000000001','label':'pump'}");
        CommandBatch batch = batch(false);
        DueBulk bulk = due(batch);
        assertThat(bulk.get()).hasSize(1);

        batch.abandon();
        bulk.settle(REFUSED);

        assertThat(batch.isSettled()).isTrue();
        assertThat(results).isEmpty();
        assertThat(batch.takeUpdates()).isEmpty();
    }

    @Test
    void areNotSaidToHaveFailed() {
        add(LOST, "{'type':'relabel','sim':'000000001','label':'old'}");
        CommandBatch batch = batch(false);
        DueBulk bulk = due(batch);
        assertThat(bulk.get()).hasSize(1);

        batch.giveUp(Set.of(LOST), 0, 0);
        bulk.settle(REFUSED);

        assertThat(batch.isSettled()).isTrue();
        assertThat(results).isEmpty();
    }

    @Test
    void leaveTheNextCommandItsOwnTags() {
        add(LOST, "{'type':'tag','sim':'000000001','tag':'t1'}");
        Command ours = add(KEPT, "{'type':'tag','sim':'000000001','tag':'t2'}");
        CommandBatch batch = batch(true);
        batch.takeTagChanges().forEach(due -> {
            batch.change(due::begin);
            batch.change(now -> due.work().refused(new Refusal(400, "busy", null), false, null, now));
        });

        batch.giveUp(Set.of(LOST), 0, 0);
        batch.takeTagChanges().forEach(new ExactTags(api, 5)::apply);

        assertThat(batch.isSettled()).isTrue();
        assertThat(api.sim(SIM)).containsEntry("tags", List.of("t0", "t2"));
        assertThat(results).extracting(CommandResult::record).containsExactly(ours.record());
    }

    @Test
    void leaveTheNextCommandAllItsAttempts() {
        add(LOST, "{'type':'relabel','sim':'000000001','label':'old','coalesce':false}");
        Command ours = add(KEPT, "{'type':'relabel','sim':'000000001','label':'new','coalesce':false}");
        CommandBatch batch = batch(false);
        DueBulk bulk = due(batch);
        assertThat(bulk.get()).hasSize(1);
        bulk.settle(BUSY);

        batch.giveUp(Set.of(LOST), 0, 0);
        send(batch);

        assertThat(batch.isSettled()).isTrue();
        assertThat(api.appliedTo(SIM)).containsExactly(Map.of("label", "new"));
        assertThat(results).extracting(CommandResult::record).containsExactly(ours.record());
        assertThat(results).extracting(CommandResult::attempts).containsExactly(1);
    }

    @Test
    void leaveTheOthersThatWaitedForTheirNames() {
        // Given: an ICCID that no page shows, and one that was found
        add(LOST, "{'type':'activate','sim':'8945730000000000099'}");
        Command ours = add(KEPT, "{'type':'relabel','sim':'8945730000000000001','label':'pump'}");
        CommandBatch batch = batch(false);
        var lookup = new SimLookup(api, new TagNames(), new FleetPages(), 5);
        List<Lookup> lookups = batch.takeLookups();
        lookups.stream()
                .filter(wanted -> wanted instanceof Lookup.Single single
                        && single.sim().value().endsWith("01"))
                .forEach(lookup::read);
        assertThat(batch.takeUpdates())
                .as("which are of one SIM is not known yet")
                .isEmpty();

        // When
        batch.giveUp(Set.of(LOST), 0, 0);

        // Then
        send(batch);
        assertThat(batch.isSettled()).isTrue();
        assertThat(results).extracting(CommandResult::record).containsExactly(ours.record());
        assertThat(results).extracting(CommandResult::status).containsExactly(Status.SUCCEEDED);
    }

    /** No call may begin any more, and those under way are waited for. */
    private static Thread giveUpInTheBackground(CommandBatch batch) {
        var going = new Thread(() -> batch.giveUp(Set.of(LOST), 0, TimeUnit.HOURS.toMillis(1)));
        going.start();
        return going;
    }

    private static void assertIsOver(Thread going) throws InterruptedException {
        going.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(going.isAlive()).as("waits for a call").isFalse();
    }

    private Command add(TopicPartition partition, String json) {
        var record = new CommandRecord(
                partition,
                commands.size(),
                null,
                json.replace('\'', '"').getBytes(UTF_8),
                new RecordHeaders(),
                Records.RECEIVED,
                Records.RECEIVED);
        Command command = ((Parsed.Accepted) new CommandParser().parse(record)).command();
        commands.add(command);
        return command;
    }

    private CommandBatch batch(boolean exactTags) {
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        var names = new TagNames();
        names.refresh(api);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), names, retry, exactTags, new FleetPages());
        return new CommandBatch(Clock.systemUTC(), tools, commands, results::add);
    }

    private void send(CommandBatch batch) {
        DueBulk bulk = due(batch);
        bulk.settle(api.updateSims(bulk, Priority.COMMANDS));
    }

    private static DueBulk due(CommandBatch batch) {
        return new DueBulk(
                batch,
                batch.takeUpdates().stream().map(CommandBatch.DueUpdate::work).toList());
    }

    private static BulkAnswer answer(String error) {
        return new BulkAnswer("call", 1, 200, Map.of(SIM, new BulkAnswer.NotUpdated(new Refusal(200, error, null))));
    }
}
