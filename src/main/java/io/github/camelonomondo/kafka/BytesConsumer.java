package io.github.camelonomondo.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads bytes, and closes within seconds also while Kafka is away: by itself it would wait for half a minute. */
final class BytesConsumer extends KafkaConsumer<byte[], byte[]> {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    BytesConsumer(Map<String, Object> settings) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
}
