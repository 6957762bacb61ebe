package io.github.camelonomondo.benchmark;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** What all subjects share: one broker and one API stand-in, in this JVM. */
final class Stage implements AutoCloseable {

    static final int PARTITIONS = 6;

    private final KafkaBroker broker = new KafkaBroker().start();
    private final SimulatedOnomondo api;
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 5, "batch.size", 256 * 1024),
            new StringSerializer(),
            new StringSerializer());

    Stage(int sims) {
        api = new SimulatedOnomondo(Fleet.of(sims)).start();
        api.calls().forgetItems();
    }

    SimulatedOnomondo api() {
        return api;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    static String commands(String prefix) {
        return prefix + "onomondo.sim.commands";
    }

    static String results(String prefix) {
        return prefix + "onomondo.sim.command-results";
    }

    void createTopics(String prefix) {
        try (var topics = new Topics(bootstrapServers())) {
            topics.create(PARTITIONS, commands(prefix), results(prefix), prefix + "onomondo.sim.commands.dlq");
        }
    }

    void relabel(String prefix, String sim, String label) {
        var value =
                "{\"id\":\"" + label + "\",\"type\":\"relabel\",\"sim\":\"" + sim + "\",\"label\":\"" + label + "\"}";
        var unused = producer.send(new ProducerRecord<>(commands(prefix), sim, value));
    }

    void flush() {
        producer.flush();
    }

    /** How many records the topic has ever had. */
    long recordsOf(String topic) {
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        try {
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("no end of " + topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Does this while every bulk call takes so many milliseconds. */
    <T> T delayed(int latency, Supplier<T> work) {
        var delay = api.when(Call::isBulk).delay(Duration.ofMillis(latency));
        try {
            return work.get();
        } finally {
            delay.close();
        }
    }

    static String sim(int number) {
        return String.format("%09d", number);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        api.close();
        broker.close();
    }
}
