package io.github.camelonomondo.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.work.RetryRule;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the batch in hand when the connector is asked to stop. */
class StoppingTest {

    private final ModelApi api = new ModelApi(100, 0, new Random(1));
    private final List<CommandResult> results = new ArrayList<>();
    private long nanoTime = 17;
    private final Stopping stopping = new Stopping(() -> nanoTime);

    @Test
    void leavesNothingWhileItIsNotAskedToStop() {
        CommandBatch batch = batch(List.of("{'type':'activate','sim':'000000001'}"));

        stopping.hurry(batch, false);
        pass(Duration.ofHours(1));
        stopping.hurry(batch, false);

        assertThat(batch.isLeft()).isFalse();
        assertThat(batch.takeUpdates()).hasSize(1);
    }

    @Test
    void leavesWhatHasNotBeenSentTwentySecondsAfterItWasAsked() {
        // Given: 50 SIMs are looked up, page after page
        CommandBatch batch = batch(tagsOf(50));
        List<Lookup> lookups = batch.takeLookups();
        stopping.hurry(batch, true);

        // When
        pass(Duration.ofSeconds(19));
        stopping.hurry(batch, true);
        boolean early = batch.isSettled();
        pass(Duration.ofSeconds(2));
        stopping.hurry(batch, true);

        // Then
        assertThat(early).isFalse();
        assertThat(batch.isSettled()).isTrue();
        assertThat(batch.takeUpdates()).isEmpty();
        assertThat(results).isEmpty();

        // And: nothing is read any more
        int calls = api.calls();
        lookups.forEach(new SimLookup(api, new TagNames(), new FleetPages(), 5)::read);
        assertThat(lookups).isNotEmpty();
        assertThat(api.calls()).isEqualTo(calls);
    }

    @Test
    void waitsForTheAnswerOfACallThatIsUnderWay() {
        // Given
        CommandBatch batch = batch(List.of("{'type':'activate','sim':'000000001'}"));
        var bulk = new DueBulk(
                batch,
                batch.takeUpdates().stream().map(CommandBatch.DueUpdate::work).toList());
        var answer = api.updateSims(bulk, null);
        stopping.hurry(batch, true);
        pass(Duration.ofSeconds(21));
        stopping.hurry(batch, true);
        assertThat(batch.isLeft()).isTrue();
        assertThat(batch.isSettled()).isFalse();

        // When
        bulk.settle(answer);

        // Then
        assertThat(batch.isSettled()).isTrue();
        assertThat(results).extracting(CommandResult::status).containsExactly(CommandResult.Status.SUCCEEDED);
    }

    @Test
    void sendsNothingThatWaitedForTheBudgetMeanwhile() {
        CommandBatch batch = batch(List.of("{'type':'activate','sim':'000000001'}"));
        var bulk = new DueBulk(
                batch,
                batch.takeUpdates().stream().map(CommandBatch.DueUpdate::work).toList());

        batch.leave(false);

        assertThat(bulk.get()).isEmpty();
        assertThat(batch.isSettled()).isTrue();
        assertThat(results).isEmpty();
    }

    @Test
    void waitsForNoCallForLongerThanHalfAMinute() {
        CommandBatch batch = batch(List.of("{'type':'activate','sim':'000000001'}"));
        var bulk = new DueBulk(
                batch,
                batch.takeUpdates().stream().map(CommandBatch.DueUpdate::work).toList());
        bulk.get();
        stopping.hurry(batch, true);

        pass(Duration.ofSeconds(31));
        stopping.hurry(batch, true);

        assertThat(batch.isSettled()).isTrue();
    }

    @Test
    void waitsSomeSecondsForKafkaIfOthersMayHaveTheBatch() {
        CommandBatch batch = batch(List.of("{'type':'activate','sim':'000000001'}"));
        batch.beginWhile(() -> false, () -> true);
        stopping.hurry(batch, true);
        pass(Duration.ofSeconds(4));
        stopping.hurry(batch, true);
        assertThat(batch.isSettled()).isFalse();

        pass(Duration.ofSeconds(2));
        stopping.hurry(batch, true);

        assertThat(batch.isSettled()).isTrue();
        assertThat(results).isEmpty();
    }

    @Test
    void givesKafkaSomeSecondsToAcknowledge() {
        CommandBatch batch = batch(List.of("{'type':'activate','sim':'000000001'}"));
        long anHour = Duration.ofHours(1).toNanos();
        assertThat(stopping.isKafkaGivenUp(anHour)).isFalse();

        stopping.hurry(batch, true);
        assertThat(stopping.isKafkaGivenUp(anHour)).isFalse();
        pass(Duration.ofSeconds(6));

        assertThat(stopping.isKafkaGivenUp(Duration.ofSeconds(4).toNanos())).isFalse();
        assertThat(stopping.isKafkaGivenUp(Duration.ofSeconds(6).toNanos())).isTrue();
    }

    private void pass(Duration time) {
        nanoTime += time.toNanos();
    }

    private static List<String> tagsOf(int sims) {
        return IntStream.rangeClosed(1, sims)
                .mapToObj(sim -> "{'type':'tag','tag':'t1','sim':'%09d'}".formatted(sim))
                .toList();
    }

    private CommandBatch batch(List<String> json) {
        var tagNames = new TagNames();
        tagNames.refresh(api);
        var parser = new CommandParser();
        var commands = new ArrayList<Command>();
        for (String command : json) {
            byte[] value = command.replace('\'', '"').getBytes(UTF_8);
            Parsed parsed = parser.parse(Records.of(commands.size(), null, value, Map.of()));
            commands.add(((Parsed.Accepted) parsed).command());
        }
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ofMillis(250));
        var tools = new CommandBatch.BatchTools(new IccidIndex(), tagNames, retry, false, new FleetPages());
        return new CommandBatch(Clock.systemUTC(), tools, commands, results::add);
    }
}
