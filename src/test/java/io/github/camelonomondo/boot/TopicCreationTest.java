package io.github.camelonomondo.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.kafka.TransactionalWriter;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Ports;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The topics as they are made; without a broker that answers the start ends with one line. */
class TopicCreationTest {

    /** A SIM as it was, as it is and as a whole, each almost as large as a record may be by default. */
    @Test
    void givesTheEventsAndTheStateOfLargeSimsRoom() throws Exception {
        var topics = new Topics("large.");
        try (var broker = new KafkaBroker().start();
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                var writer = new TransactionalWriter(
                        Map.of("bootstrap.servers", broker.bootstrapServers()), "large-transactions")) {
            new TopicCreation(admin, topics, broker.bootstrapServers()).ensure();
            writer.open();

            writer.write(sink -> {
                sink.send(new ProducerRecord<>(topics.events(), new byte[2_800_000]));
                sink.send(new ProducerRecord<>(topics.state(), "000000001".getBytes(UTF_8), new byte[2_800_000]));
            });

            assertThat(writer.isOpen()).isTrue();
        }
    }

    @Test
    void saysWhichSettingIsWrongWhenNoBrokerAnswers() {
        String brokers = "127.0.0.1:" + Ports.free();
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 300,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 300);

        try (var admin = Admin.create(settings)) {
            assertThatThrownBy(() -> new TopicCreation(admin, new Topics(""), brokers).ensure())
                    .isInstanceOf(SettingException.class)
                    .hasMessageStartingWith("KAFKA_BOOTSTRAP_SERVERS=" + brokers + ": no Kafka broker answered");
        }
    }
}
