package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.kafka.ClientFactory;
import io.github.camelonomondo.kafka.PassThrough;
import io.github.camelonomondo.kafka.consumer.BatchConsumer;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.NoListener;
import io.github.camelonomondo.support.Topics;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** A batch whose route failed in the middle, as its consumer did: Camel closes it and makes another, which reads the same records again. */
class BrokenBatchTest {

    private static final String COMMANDS = "broken.onomondo.sim.commands";
    private static final String GROUP = "broken";

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
            var batches = Polled.batches(clients, result -> {});
            CommandBatch batch;
            try (var consumer = (BatchConsumer) clients.getConsumer(broker.consumerSettings(GROUP))) {
                consumer.subscribe(List.of(COMMANDS), new NoListener());
                var polled = Polled.batchOf(Polled.first(consumer), context);
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

    @Test
    void beginsNothingMoreOnceTheNextBatchIsOpen() throws Exception {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers());
                var context = new DefaultCamelContext()) {
            // Given
            topics.create(1, COMMANDS);
            topics.send(COMMANDS, "000000001", "{\"type\":\"activate\"}");
            topics.flush();
            var clients = new ClientFactory(PassThrough.of(Map.of()), GROUP, () -> false, () -> 100);
            var batches = Polled.batches(clients, result -> {});
            try (var consumer = (BatchConsumer) clients.getConsumer(broker.consumerSettings(GROUP))) {
                consumer.subscribe(List.of(COMMANDS), new NoListener());
                var polled = Polled.batchOf(Polled.first(consumer), context);
                batches.open(polled);
                var broken = polled.getMessage().getBody(CommandBatch.class);
                topics.send(COMMANDS, "000000002", "{\"type\":\"activate\"}");
                topics.flush();

                // When
                batches.open(Polled.batchOf(Polled.first(consumer), context));

                // Then
                assertThat(broken.isSettled()).isTrue();
                assertThat(broken.mayBegin()).isFalse();
            }
        }
    }
}
