package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.kafka.BatchConsumer;
import io.github.camelonomondo.kafka.ClientFactory;
import io.github.camelonomondo.kafka.PassThrough;
import io.github.camelonomondo.kafka.RecordWriter;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.NoListener;
import io.github.camelonomondo.support.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A batch whose route failed in the middle, as its consumer did: Camel closes it and makes another, which reads the same records again. */
class BrokenBatchTest {

    private static final String COMMANDS = "broken.onomondo.sim.commands";
    private static final String GROUP = "broken";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void beginsNothingMoreOnceItsConsumerIsClosed() throws Exception {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers());
                var context = new DefaultCamelContext()) {
            // Given
            topics.create(1, COMMANDS);
            topics.send(COMMANDS, "000000001", "{\"type\":\"activate\"}");
            topics.flush();
            var clients = new ClientFactory(PassThrough.of(Map.of()), GROUP, () -> false, () -> 100);
            var batches = batches(clients);
            CommandBatch batch;
            try (var consumer = (BatchConsumer) clients.getConsumer(broker.consumerSettings(GROUP))) {
                consumer.subscribe(List.of(COMMANDS), new NoListener());
                var polled = new DefaultExchange(context);
                polled.getMessage().setBody(List.of(exchangeOf(poll(consumer), context)));
                batches.open(polled);
                batch = polled.getMessage().getBody(CommandBatch.class);
                assertThat(batch.size()).isEqualTo(1);

                // When
            }

            // Then
            assertThat(batch.size()).isZero();
            assertThat(batch.isSettled()).isTrue();
            assertThat(topics.uncommitted(GROUP, COMMANDS)).isEqualTo(1);
        }
    }

    private static CommandBatches batches(ClientFactory clients) {
        var api = new ModelApi(1, 0, new Random(1));
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        var tools = new CommandBatch.BatchTools(new IccidIndex(), new TagNames(api), retry, false, new FleetPages());
        var names = new io.github.camelonomondo.kafka.Topics("broken.");
        var answers = new CommandAnswers(
                new ResultRecords(names),
                new RecordWriter(new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer())),
                names.commandResults(),
                new Replies(Set.of(), () -> null, System::nanoTime),
                result -> {});
        return new CommandBatches(
                Clock.systemUTC(),
                clients,
                tools,
                () -> BatchLimit.NONE,
                answers,
                () -> {},
                new Stopping(System::nanoTime));
    }

    private static Exchange exchangeOf(ConsumerRecord<Object, Object> record, CamelContext context) {
        var exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(KafkaConstants.TOPIC, record.topic());
        exchange.getMessage().setHeader(KafkaConstants.PARTITION, record.partition());
        exchange.getMessage().setHeader(KafkaConstants.OFFSET, record.offset());
        exchange.getMessage().setHeader(KafkaConstants.KEY, record.key());
        exchange.getMessage().setBody(record.value());
        return exchange;
    }

    private static ConsumerRecord<Object, Object> poll(BatchConsumer consumer) {
        var read = new ArrayList<ConsumerRecord<Object, Object>>();
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            consumer.poll(Duration.ofMillis(50)).forEach(read::add);
            return !read.isEmpty();
        });
        return read.get(0);
    }
}
