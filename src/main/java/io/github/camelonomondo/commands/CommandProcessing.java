package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.result.DoneCommands;
import io.github.camelonomondo.commands.result.Replies;
import io.github.camelonomondo.commands.result.ResultQueue;
import io.github.camelonomondo.commands.result.ResultRecords;
import io.github.camelonomondo.commands.result.ResultWriter;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.kafka.ClientFactory;
import io.github.camelonomondo.kafka.RecordWriter;
import io.github.camelonomondo.kafka.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The beans that the routes of commands name.
 *
 * @param batches {@code commandBatches}
 * @param calls {@code commandCalls}
 * @param results {@code resultQueue}
 * @param writer {@code resultWriter}
 * @param lookup {@code simLookup}
 * @param exactTags {@code exactTags}
 */
public record CommandProcessing(
        CommandBatches batches,
        CommandCalls calls,
        ResultQueue results,
        ResultWriter writer,
        SimLookup lookup,
        ExactTags exactTags) {

    /** What a batch in hand gets when the connector is to stop: as much of the budget as a batch may be. */
    public static final Duration TO_FINISH = Duration.ofSeconds(20);

    /**
     * Commands that a batch holds at the most. Ten for each SIM are two rounds of sixteen calls. Larger batches cost the collector more than they
     * save.
     */
    public static final int LARGEST_BATCH = 6_000;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    /**
     * What it works with.
     *
     * @param replyTopics topics that {@code kafka_replyTopic} may name
     * @param maxAttempts for one SIM that the API keeps refusing with an error that may pass
     * @param exactTags true for a call per tag instead of bulks
     * @param limit of a batch, asked for each
     */
    public record Settings(Set<String> replyTopics, int maxAttempts, boolean exactTags, Supplier<BatchLimit> limit) {}

    private static void done(CommandResult result, CommandObserver observer) {
        observer.done(result.status().name());
        CommandError error = result.error();
        if (result.status().isDead() && error != null) {
            observer.dead(error.code().wireName());
        }
    }

    /**
     * Wires the beans.
     *
     * @param replyWriter asked for at the first copy of a result
     */
    public static CommandProcessing of(
            OnomondoApi api,
            ClientFactory clients,
            Topics topics,
            RecordWriter writer,
            Supplier<RecordWriter> replyWriter,
            Settings settings,
            CommandObserver observer) {
        Clock clock = Clock.systemUTC();
        var tagNames = new TagNames();
        var retry = new RetryRule(settings.maxAttempts(), LONGEST_RETRY, FIRST_PAUSE);
        var fleet = new FleetPages();
        var tools = new CommandBatch.BatchTools(new IccidIndex(), tagNames, retry, settings.exactTags(), fleet);
        var done = new DoneCommands();
        var results = new ResultQueue(done, System::nanoTime);
        var resultWriter = new ResultWriter(
                results,
                new ResultRecords(topics),
                writer,
                topics.commandResults(),
                new Replies(settings.replyTopics(), replyWriter, System::nanoTime),
                result -> done(result, observer));
        var reader = new BatchReader(clock, new BatchCut(tools, settings.limit()), done, results, observer::received);
        var stopping = new Stopping(System::nanoTime);
        return new CommandProcessing(
                new CommandBatches(clock, clients, tools, reader, done, results, resultWriter, stopping),
                new CommandCalls(
                        observer,
                        stopping,
                        batch -> ReadableSims.isAny(api.causedBy(new WhileItMayBegin(batch, List::of)))),
                results,
                resultWriter,
                new SimLookup(api, tagNames, fleet, settings.maxAttempts()),
                new ExactTags(api, settings.maxAttempts()));
    }
}
