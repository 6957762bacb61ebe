package io.github.camelonomondo.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaBrokerTest {

    private static final String TOPIC = "onomondo.sim.events";

    @Test
    void keepsWhatWasCommittedOverARestart() {
        try (var broker = new KafkaBroker().start()) {
            // Given
            try (var topics = new Topics(broker.bootstrapServers())) {
                topics.create(2, TOPIC);
                topics.create(2, TOPIC);
                topics.send(TOPIC, "000000001", "plain", Map.of("ce_id", "1"));
                topics.flush();
            }
            transact(broker, "committed", true);
            transact(broker, "aborted", false);

            // When
            broker.stop();
            broker.start();

            // Then
            try (var topics = new Topics(broker.bootstrapServers())) {
                var records = topics.await(TOPIC, Duration.ofSeconds(20), found -> found.size() == 2);
                assertThat(records).extracting(ConsumerRecord::value).containsExactly("plain", "committed");
                assertThat(Topics.header(records.get(0), "ce_id")).isEqualTo("1");
            }
        }
    }

    private static void transact(KafkaBroker broker, String value, boolean commit) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", broker.bootstrapServers(), "transactional.id", "test", "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(new ProducerRecord<>(TOPIC, "000000001", value));
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }
}
