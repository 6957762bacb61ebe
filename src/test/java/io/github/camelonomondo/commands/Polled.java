package io.github.camelonomondo.commands;

import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.commands.result.DoneCommands;
import io.github.camelonomondo.commands.result.Replies;
import io.github.camelonomondo.commands.result.ResultQueue;
import io.github.camelonomondo.commands.result.ResultRecords;
import io.github.camelonomondo.commands.result.ResultWriter;
import io.github.camelonomondo.commands.work.RetryRule;
import io.github.camelonomondo.kafka.ClientFactory;
import io.github.camelonomondo.kafka.RecordWriter;
import io.github.camelonomondo.kafka.consumer.BatchConsumer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What Camel hands over of a poll, and who takes it. */
final class Polled {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Polled() {}

    /** Those that open batches of what a consumer of {@code clients} read. */
    static CommandBatches batches(ClientFactory clients, Consumer<CommandResult> counted) {
        var clock = Clock.systemUTC();
        var api = new ModelApi(1, 0, new Random(1));
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), new TagNames(), retry, false, new FleetPages());
        var names = new io.github.camelonomondo.kafka.Topics("polled.");
        var done = new DoneCommands();
        var results = new ResultQueue(done, System::nanoTime);
        var writer = new ResultWriter(
                results,
                new ResultRecords(names),
                new RecordWriter(new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer())),
                names.commandResults(),
                new Replies(Set.of(), () -> null, System::nanoTime),
                counted);
        return new CommandBatches(
                clock,
                clients,
                tools,
                new BatchReader(clock, new BatchCut(tools, () -> BatchLimit.NONE), done, results, () -> {}),
                done,
                results,
                writer,
                new Stopping(System::nanoTime));
    }

    /** A batch of one record, as it comes to the route. */
    static Exchange batchOf(ConsumerRecord<Object, Object> record, CamelContext context) {
        var one = new DefaultExchange(context);
        one.getMessage()
                .setHeaders(Map.of(
                        KafkaConstants.TOPIC, record.topic(),
                        KafkaConstants.PARTITION, record.partition(),
                        KafkaConstants.OFFSET, record.offset(),
                        KafkaConstants.KEY, record.key()));
        one.getMessage().setBody(record.value());
        var batch = new DefaultExchange(context);
        batch.getMessage().setBody(List.of(one));
        return batch;
    }

    /** The next record. */
    static ConsumerRecord<Object, Object> first(BatchConsumer consumer) {
        var read = new ArrayList<ConsumerRecord<Object, Object>>();
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            consumer.poll(Duration.ofMillis(50)).forEach(read::add);
            return !read.isEmpty();
        });
        return read.get(0);
    }
}
