package io.github.camelonomondo.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.BulkAnswer;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.ErrorCode;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.commands.work.SimWork;
import io.github.camelonomondo.support.HandClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Drives a batch as the routes do, a step of one call at a time and these in any order, so that whatever may happen at
 * the same time happens in some run.
 */
final class Ledger {
    private static final int MOST_STEPS = 100_000;

    private final ModelApi api;
    private final Random random;
    private final RetryRule retry;
    private final List<Command> commands = new ArrayList<>();
    private final Map<String, CommandResult> results = new LinkedHashMap<>();
    private final List<Runnable> underWay = new ArrayList<>();
    private final CommandParser parser = new CommandParser();
    private final HandClock clock = new HandClock(Records.RECEIVED);
    private final FleetPages fleetPages = new FleetPages();
    private Runnable beforeEachCall = () -> {};
    private int expectedCalls;
    private boolean exactTags;
    private @Nullable Random joining;
    private long nanos = 1;

    Ledger(ModelApi api, int maxAttempts, Random random) {
        this.api = api;
        this.random = random;
        this.retry = new RetryRule(maxAttempts, Duration.ofSeconds(30), Duration.ZERO);
    }

    /** Adds a command; {@code {'label':'x'}} with single quotes will do. */
    Command add(String json) {
        int offset = commands.size();
        Parsed parsed =
                parser.parse(Records.of(offset, null, json.replace('\'', '"').getBytes(UTF_8), Map.of()));
        assertThat(parsed).as(json).isInstanceOf(Parsed.Accepted.class);
        Command command = ((Parsed.Accepted) parsed).command();
        commands.add(command);
        return command;
    }

    List<Command> commands() {
        return commands;
    }

    /** Runs this before each call. */
    void beforeEachCall(Runnable hook) {
        beforeEachCall = hook;
    }

    /** The fleet fills so many pages, and that is known. */
    Ledger knowingPages(int pages) {
        fleetPages.are(pages);
        return this;
    }

    /** What became known of the fleet. */
    FleetPages fleetPages() {
        return fleetPages;
    }

    /** Tags are added and removed by calls of their own. */
    Ledger exactly() {
        exactTags = true;
        return this;
    }

    /** Commands do not stand in the batch from the beginning: they join it while it is under way, at moments of this chance. */
    Ledger joinedAt(Random moments) {
        joining = moments;
        return this;
    }

    /** Calls that were expected at the most before it ran. */
    int expectedCalls() {
        return expectedCalls;
    }

    HandClock clock() {
        return clock;
    }

    /** Runs until every command has its result. */
    Ledger run() {
        var tagNames = new TagNames();
        var tools = new CommandBatch.BatchTools(new IccidIndex(), tagNames, retry, exactTags, fleetPages);
        var expected = new ExpectedCalls(tools);
        commands.forEach(command -> expected.add(command, Integer.MAX_VALUE));
        expectedCalls = expected.inAll();
        var later = new ArrayDeque<>(commands);
        var batch = new CommandBatch(clock, this::nanoTime, tools, some(later), this::result);
        var lookup = new SimLookup(api, tagNames, fleetPages, retry.maxAttempts());
        var exact = new ExactTags(api, retry.maxAttempts());
        for (int step = 0; !batch.isSettled() || !underWay.isEmpty() || !later.isEmpty(); step++) {
            assertThat(step).as("it comes to an end").isLessThan(MOST_STEPS);
            if (batch.takesMore(() -> true)
                    && !later.isEmpty()
                    && (joining == null || joining.nextInt(10) == 0 || batch.isSettled())) {
                batch.add(some(later));
            }
            nanos += underWay.isEmpty() ? 100_000_000 : 0;
            batch.takeLookups().forEach(wanted -> underWay.add(() -> lookUp(lookup, wanted)));
            batch.takeTagChanges().forEach(tags -> underWay.add(() -> tag(exact, tags)));
            List<SimWork> due = batch.takeUpdates().stream()
                    .map(CommandBatch.DueUpdate::work)
                    .toList();
            for (int from = 0; from < due.size(); from += 20) {
                send(new DueBulk(batch, due.subList(from, Math.min(due.size(), from + 20))));
            }
            if (!underWay.isEmpty()) {
                underWay.remove(random.nextInt(underWay.size())).run();
            }
        }
        return this;
    }

    /** All of them, or the next ones if they come in the course of time. */
    private List<Command> some(Deque<Command> later) {
        int count = joining == null ? later.size() : joining.nextInt(later.size() + 1);
        var some = new ArrayList<Command>();
        for (int i = 0; i < count; i++) {
            some.add(later.removeFirst());
        }
        return some;
    }

    private long nanoTime() {
        return nanos;
    }

    private void send(DueBulk bulk) {
        underWay.add(() -> {
            beforeEachCall.run();
            try {
                BulkAnswer answer = api.updateSims(bulk, Priority.COMMANDS);
                underWay.add(() -> bulk.settle(answer));
            } catch (ApiException.Refused e) {
                underWay.add(() -> bulk.halvesAfter(e).forEach(this::send));
            } catch (ApiException e) {
                send(bulk);
            }
        });
    }

    private void lookUp(SimLookup lookup, Lookup wanted) {
        beforeEachCall.run();
        try {
            lookup.read(wanted);
        } catch (ApiException.Refused e) {
            wanted.batch().tagsUnknown(CommandError.of(ErrorCode.REFUSED, e.refusal()));
        } catch (ApiException e) {
            underWay.add(() -> lookUp(lookup, wanted));
        }
    }

    private void tag(ExactTags exact, DueTags due) {
        beforeEachCall.run();
        try {
            exact.apply(due);
        } catch (ApiException e) {
            underWay.add(() -> tag(exact, due));
        }
    }

    private void result(CommandResult result) {
        assertThat(results.put(result.record().place(), result))
                .as("one result for %s", result.record())
                .isNull();
    }

    CommandResult resultOf(Command command) {
        return results.get(command.record().place());
    }

    Map<String, CommandResult> results() {
        return results;
    }
}
