package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.support.Ports;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;

/** Without a broker that answers the start ends with one line. */
class TopicCreationTest {

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
