package io.github.camelonomondo.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.commands.result.CommandResult;
import io.github.camelonomondo.kafka.ClientFactory;
import io.github.camelonomondo.kafka.PassThrough;
import io.github.camelonomondo.kafka.consumer.BatchConsumer;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.NoListener;
import io.github.camelonomondo.support.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/**
 * Commands that were gathered when the connector was asked to stop. Camel counts no exchange for them yet, so it stops the routes
 * that a batch needs; and then hands the batch over.
 */
class GatheredAtAStopTest {

    private static final String COMMANDS = "gathered.onomondo.sim.commands";
    private static final String GROUP = "gathered";

    private final List<CommandResult> results = new ArrayList<>();

    @Test
    void areLeftToTheNextStart() throws Exception {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers());
                var context = new StoppingContext()) {
            // Given
            topics.create(1, COMMANDS);
            topics.send(COMMANDS, "000000001", "{\"type\":\"activate\"}");
            topics.flush();
            var clients = new ClientFactory(PassThrough.of(Map.of()), GROUP, () -> false, () -> 100);
            try (var consumer = (BatchConsumer) clients.getConsumer(broker.consumerSettings(GROUP))) {
                consumer.subscribe(List.of(COMMANDS), new NoListener());
                var batches = Polled.batches(clients, results::add);
                var polled = Polled.batchOf(Polled.first(consumer), context);

                // When
                batches.open(polled);

                // Then: no step follows that would wait for a route, nothing is committed, and the command is read
                // again
                assertThat(polled.isRouteStop()).isTrue();
                assertThat(batches.oldestInHand()).isNull();
                assertThat(results).isEmpty();
                assertThat(topics.uncommitted(GROUP, COMMANDS)).isEqualTo(1);
                assertThat(Polled.first(consumer).offset()).isZero();
            }
        }
    }

    private static final class StoppingContext extends DefaultCamelContext {
        @Override
        public boolean isStopping() {
            return true;
        }
    }
}
