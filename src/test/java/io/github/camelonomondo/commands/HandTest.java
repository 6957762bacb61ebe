package io.github.camelonomondo.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.commands.CommandResult.Status;
import io.github.camelonomondo.kafka.BatchConsumer;
import io.github.camelonomondo.kafka.RecordWriter;
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

/** What becomes of answers when the offsets of a batch are committed. */
class HandTest {

    private static final String COMMANDS = "hand.onomondo.sim.commands";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicPartition OURS = new TopicPartition(COMMANDS, 0);
    /** Went to another member in mid-batch, and not committed before. */
    private static final TopicPartition GONE = new TopicPartition(COMMANDS, 1);

    private final Clock clock = Clock.systemUTC();

    @Test
    void remembersTheAnswersOfAPartitionThatWentUncommitted() throws Exception {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers());
                var writer = writer(broker)) {
            // Given
            topics.create(1, COMMANDS, "hand.onomondo.sim.command-results");
            topics.send(COMMANDS, "000000001", "{\"type\":\"activate\"}");
            topics.flush();
            var ours = record(OURS);
            var gone = record(GONE);
            var names = new io.github.camelonomondo.kafka.Topics("hand.");
            var answers = new CommandAnswers(
                    new ResultRecords(names),
                    writer,
                    names.commandResults(),
                    new Replies(Set.of(), () -> null, System::nanoTime),
                    result -> {});
            answer(answers, ours, gone);
            try (var consumer = new BatchConsumer(broker.consumerSettings("hand"), () -> false, () -> 5000)) {
                consumer.subscribe(List.of(COMMANDS), new NoListener());
                await().atMost(PATIENCE)
                        .pollInSameThread()
                        .until(() -> !consumer.poll(Duration.ofMillis(50)).isEmpty());
                var records = new HashMap<TopicPartition, NavigableMap<Long, CommandRecord>>();
                Stream.of(ours, gone)
                        .forEach(record ->
                                records.put(record.partition(), new TreeMap<>(Map.of(record.offset(), record))));
                var hand = new Hand(settledBatch(), answers);
                hand.add(new BatchReader.Taken(records, List.of(), false));

                // When
                hand.commit(consumer, () -> false);

                // Then
                assertThat(answers.isAnswered(ours)).isFalse();
                assertThat(answers.isAnswered(gone)).isTrue();
            }
        }
    }

    private void answer(CommandAnswers answers, CommandRecord... records) throws Exception {
        for (CommandRecord record : records) {
            var command = ((Parsed.Accepted) new CommandParser().parse(record)).command();
            answers.add(CommandResult.of(command, "000000001", Status.SUCCEEDED, clock.instant()));
        }
        try (var context = new DefaultCamelContext()) {
            var exchange = new DefaultExchange(context);
            answers.take(exchange);
            answers.process(exchange, doneSync -> {});
            assertThat(answers.awaitIdle(PATIENCE.toMillis())).isTrue();
        }
    }

    private CommandBatch settledBatch() {
        var api = new ModelApi(1, 0, new Random(1));
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), new TagNames(api), retry, false, new FleetPages());
        return new CommandBatch(clock, tools, List.of(), result -> {});
    }

    private CommandRecord record(TopicPartition partition) {
        byte[] json = "{\"type\":\"activate\"}".getBytes(UTF_8);
        return new CommandRecord(
                partition, 0, "000000001".getBytes(UTF_8), json, new RecordHeaders(), clock.instant(), clock.instant());
    }

    private static RecordWriter writer(KafkaBroker broker) {
        return new RecordWriter(new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    }
}
