package io.github.camelonomondo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints a topic of the demo from its beginning and goes on: {@code TOPIC [KEY] [BROKER]}. README.md has the command. */
public final class TopicPrinter {

    private static final Duration POLL = Duration.ofMillis(500);

    private TopicPrinter() {}

    public static void main(String[] args) {
        String topic = args.length > 0 ? args[0] : "onomondo.sim.command-results";
        String key = args.length > 1 ? args[1] : "";
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                args.length > 2 ? args[2] : "localhost:9092",
                ConsumerConfig.GROUP_ID_CONFIG,
                "topic-printer-" + UUID.randomUUID(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                    if (key.isEmpty() || key.equals(record.key())) {
                        print(record);
                    }
                }
            }
        }
    }

    private static void print(ConsumerRecord<String, String> record) {
        record.headers()
                .forEach(header -> System.out.println("# " + header.key() + ": " + new String(header.value(), UTF_8)));
        System.out.println(record.key() + " " + record.value());
        System.out.println();
    }
}
