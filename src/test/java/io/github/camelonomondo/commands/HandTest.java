package io.github.camelonomondo.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.result.CommandResult.Status;
import io.github.camelonomondo.commands.result.DoneCommands;
import io.github.camelonomondo.commands.result.Replies;
import io.github.camelonomondo.commands.result.ResultQueue;
import io.github.camelonomondo.commands.result.ResultRecords;
import io.github.camelonomondo.commands.result.ResultWriter;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.kafka.RecordWriter;
import io.github.camelonomondo.kafka.consumer.BatchConsumer;
import io.github.camelonomondo.kafka.consumer.DoneAhead;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.NoListener;
import io.github.camelonomondo.support.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What becomes of what is done when the offsets of a batch are committed. */
class HandTest {

    private static final String COMMANDS = "hand.onomondo.sim.commands";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicPartition OURS = new TopicPartition(COMMANDS, 0);
    /** Went to another member in mid-batch, and not committed before. */
    private static final TopicPartition GONE = new TopicPartition(COMMANDS, 1);

    private final Clock clock = Clock.systemUTC();
    private final DoneCommands done = new DoneCommands();
    private final ResultQueue results = new ResultQueue(done, System::nanoTime);

    @Test
    void remembersWhatIsDoneOfAPartitionThatWentUncommitted() throws Exception {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers());
                var writer = writer(broker)) {
            // Given
            topics.create(1, COMMANDS, "hand.onomondo.sim.command-results");
            topics.send(COMMANDS, "000000001", "{\"type\":\"activate\"}");
            topics.flush();
            var ours = record(OURS);
            var gone = record(GONE);
            var resultWriter = writerOf(writer);
            write(resultWriter, ours, gone);
            try (var consumer = new BatchConsumer(broker.consumerSettings("hand"), () -> false, () -> 5000)) {
                consumer.subscribe(List.of(COMMANDS), new NoListener());
                await().atMost(PATIENCE)
                        .pollInSameThread()
                        .until(() -> !consumer.poll(Duration.ofMillis(50)).isEmpty());
                var records = new HashMap<TopicPartition, NavigableMap<Long, CommandRecord>>();
                Stream.of(ours, gone)
                        .forEach(record ->
                                records.put(record.partition(), new TreeMap<>(Map.of(record.offset(), record))));
                var hand = new Hand(settledBatch(), done, results, resultWriter);
                hand.add(new BatchReader.Taken(records, List.of(), BatchCut.Reason.NONE));

                // When
                hand.commit(consumer, () -> false);

                // Then
                assertThat(done.contains(ours)).isFalse();
                assertThat(done.contains(gone)).isTrue();
            }
        }
    }

    @Test
    void commitsWhileItIsInHandWhatIsDoneUpToTheFirstThatIsNot() throws Exception {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers());
                var writer = writer(broker)) {
            // Given
            topics.create(1, COMMANDS, "hand.onomondo.sim.command-results");
            for (int i = 0; i < 4; i++) {
                topics.send(COMMANDS, "000000001", "{\"type\":\"activate\"}");
            }
            topics.flush();
            var resultWriter = writerOf(writer);
            try (var consumer = new BatchConsumer(broker.consumerSettings("hand"), () -> false, () -> 5000)) {
                consumer.subscribe(List.of(COMMANDS), new NoListener());
                await().atMost(PATIENCE)
                        .pollInSameThread()
                        .until(() -> !consumer.poll(Duration.ofMillis(50)).isEmpty());
                var hand = new Hand(settledBatch(), done, results, resultWriter);
                hand.add(taken(record(OURS, 0), record(OURS, 1)));
                hand.add(taken(record(OURS, 2), record(OURS, 3)));
                assertThat(hand.size()).isEqualTo(4);
                assertThat(hand.bytes()).isEqualTo(4 * record(OURS, 0).bytes());

                // When
                write(resultWriter, record(OURS, 0), record(OURS, 2));
                assertThat(hand.commitDone(consumer)).isTrue();

                // Then: the third is told of behind the second, which is still open, and what is over is let go
                assertThat(hand.done()).isEqualTo(Map.of(OURS, DoneAhead.committing(1, Set.of(2L))));
                assertThat(topics.uncommitted("hand", COMMANDS)).isEqualTo(3);
                assertThat(hand.size()).isEqualTo(3);
                assertThat(hand.reach()).isEqualTo(3);
                assertThat(done.contains(record(OURS, 0))).isFalse();
                assertThat(done.contains(record(OURS, 2))).isTrue();

                // When
                write(resultWriter, record(OURS, 1), record(OURS, 3));
                assertThat(hand.commitDone(consumer)).isTrue();

                // Then
                assertThat(topics.uncommitted("hand", COMMANDS)).isZero();
                assertThat(hand.size()).isZero();
                assertThat(hand.bytes()).isZero();
                assertThat(hand.reach()).isZero();
                assertThat(hand.oldest()).isNull();
            }
        }
    }

    private ResultWriter writerOf(RecordWriter writer) {
        var names = new io.github.camelonomondo.kafka.Topics("hand.");
        return new ResultWriter(
                results,
                new ResultRecords(names),
                writer,
                names.commandResults(),
                new Replies(Set.of(), () -> null, System::nanoTime),
                result -> {});
    }

    private static BatchReader.Taken taken(CommandRecord... records) {
        var byOffset = new TreeMap<Long, CommandRecord>();
        for (CommandRecord record : records) {
            byOffset.put(record.offset(), record);
        }
        return new BatchReader.Taken(Map.of(OURS, byOffset), List.of(), BatchCut.Reason.NONE);
    }

    private void write(ResultWriter writer, CommandRecord... records) throws Exception {
        for (CommandRecord record : records) {
            var command = ((Parsed.Accepted) new CommandParser().parse(record)).command();
            results.add(CommandResult.of(command, "000000001", Status.SUCCEEDED, clock.instant()));
        }
        try (var context = new DefaultCamelContext()) {
            var exchange = new DefaultExchange(context);
            writer.take(exchange);
            writer.process(exchange, doneSync -> {});
            assertThat(results.awaitIdle(PATIENCE.toMillis())).isTrue();
        }
    }

    private CommandBatch settledBatch() {
        var api = new ModelApi(1, 0, new Random(1));
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), new TagNames(), retry, false, new FleetPages());
        return new CommandBatch(clock, tools, List.of(), result -> {});
    }

    private CommandRecord record(TopicPartition partition) {
        return record(partition, 0);
    }

    private CommandRecord record(TopicPartition partition, long offset) {
        byte[] json = "{\"type\":\"activate\"}".getBytes(UTF_8);
        return new CommandRecord(
                partition,
                offset,
                "000000001".getBytes(UTF_8),
                json,
                new RecordHeaders(),
                clock.instant(),
                clock.instant());
    }

    private static RecordWriter writer(KafkaBroker broker) {
        return new RecordWriter(new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    }
}
