package io.github.camelonomondo.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Topics;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class TransactionalWriterTest {

    /** Longer than what a transaction has for a delivery, less what it has for a request. */
    @Test
    void writesHoweverLongOtherProducersAreToLinger() throws Exception {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers());
                var writer = new TransactionalWriter(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "6000"), "linger")) {
            topics.create(1, "written");
            writer.open();

            writer.write(sink -> sink.send(new ProducerRecord<>("written", "together".getBytes(UTF_8))));

            // A commit is answered before the broker has marked the partitions.
            await().untilAsserted(() -> assertThat(topics.read("written"))
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isEqualTo("together")));
        }
    }
}
