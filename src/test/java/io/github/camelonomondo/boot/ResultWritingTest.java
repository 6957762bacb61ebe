package io.github.camelonomondo.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** How results and dead letters are written. */
class ResultWritingTest {

    /** A record that the client gives up may be on Kafka all the same; written again it would be there twice. */
    @Test
    void isNotGivenUpByTheClientInAnOutageOfHours() {
        var config = new ProducerConfig(writing(Map.of()));

        assertThat(Duration.ofMillis(config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)))
                .isGreaterThan(Duration.ofDays(7));
        assertThat(config.getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG)).isTrue();
        assertThat(config.getInt(ProducerConfig.RETRIES_CONFIG)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void isCompressedAsResultsAreAlike() {
        var config = new ProducerConfig(writing(Map.of()));

        assertThat(config.getString(ProducerConfig.COMPRESSION_TYPE_CONFIG)).isEqualTo("lz4");
    }

    @Test
    void isAsItsOperatorWants() {
        var config = new ProducerConfig(writing(Map.of(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "60000", ProducerConfig.COMPRESSION_TYPE_CONFIG, "none")));

        assertThat(config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)).isEqualTo(60_000);
        assertThat(config.getString(ProducerConfig.COMPRESSION_TYPE_CONFIG)).isEqualTo("none");
    }

    private static Map<String, Object> writing(Map<String, Object> settings) {
        var client = KafkaConfiguration.writing(settings);
        client.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
        client.put(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                "org.apache.kafka.common.serialization.ByteArraySerializer");
        client.put(
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                "org.apache.kafka.common.serialization.ByteArraySerializer");
        return client;
    }
}
