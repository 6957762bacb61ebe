package io.github.camelonomondo.boot;

import java.util.Map;

/**
 * What every Kafka client of ours is given: brokers, and what is passed through.
 *
 * @param client by Kafka's own names; may hold secrets
 */
record KafkaSettings(Map<String, Object> client) {

    KafkaSettings {
        client = Map.copyOf(client);
    }

    /** Names only. */
    @Override
    public String toString() {
        return "KafkaSettings" + client.keySet();
    }
}
