package io.github.camelonomondo.boot;

import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * What every Kafka client of ours is given: brokers, and what is passed through.
 *
 * @param client by Kafka's own names; may hold secrets
 */
public record KafkaSettings(Map<String, Object> client) {

    public KafkaSettings {
        client = Map.copyOf(client);
    }

    /** Where the brokers are looked for. */
    String bootstrapServers() {
        return String.valueOf(client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    /** Names only. */
    @Override
    public String toString() {
        return "KafkaSettings" + client.keySet();
    }
}
