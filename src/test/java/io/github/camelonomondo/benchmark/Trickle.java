package io.github.camelonomondo.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Commands that come alone: how long each takes from its writing to the reading of its result. */
final class Trickle {

    private static final long SEED = 4711;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Stage stage;
    private final Random random = new Random(SEED);

    Trickle(Stage stage) {
        this.stage = stage;
    }

    /** Milliseconds of each, in ascending order, the API's own latency included. */
    double[] run(String prefix, int latency, int commands) {
        var topic = Stage.results(prefix);
        List<TopicPartition> partitions = IntStream.range(0, Stage.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        try (var results = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stage.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            results.assign(partitions);
            results.seekToEnd(partitions);
            partitions.forEach(results::position);
            return stage.delayed(
                    latency,
                    () -> DoubleStream.generate(() -> one(prefix, results))
                            .limit(commands)
                            .sorted()
                            .toArray());
        }
    }

    private double one(String prefix, KafkaConsumer<String, byte[]> results) {
        rest();
        long began = System.nanoTime();
        stage.relabel(prefix, Stage.sim(1 + random.nextInt(1_000)), "alone-" + began);
        stage.flush();
        while (results.poll(Duration.ofMillis(100)).isEmpty()) {
            if (System.nanoTime() - began > LONGEST.toNanos()) {
                throw new IllegalStateException("no result of a lone command on " + prefix);
            }
        }
        return (System.nanoTime() - began) / 1e6;
    }

    // Not in step with anybody's polls.
    private void rest() {
        try {
            Thread.sleep(250 + random.nextInt(300));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
