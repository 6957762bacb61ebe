package io.github.camelonomondo.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What one would write by hand in an afternoon: poll, last value per SIM, twenties, some calls at once, a result per
 * command, flush, commit. No validation, no retry, no dead letters. Arguments: Kafka, API, topic prefix, calls at once.
 */
public final class BareLoop {

    private static final int BULK = 20;

    private BareLoop() {}

    public static void main(String[] args) throws ExecutionException, InterruptedException {
        var api = new BulkClient(args[1]);
        var threads = Executors.newFixedThreadPool(Integer.parseInt(args[3]));
        try (var consumer = consumer(args[0], args[2]);
                var producer = producer(args[0])) {
            consumer.subscribe(List.of(Stage.commands(args[2])));
            while (true) {
                var commands = new ArrayList<JsonNode>();
                var labels = new LinkedHashMap<String, String>();
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    var command = BulkClient.command(record.value());
                    commands.add(command);
                    labels.put(record.key(), command.path("label").asText());
                }
                var calls = new ArrayList<Future<?>>();
                for (Map<String, String> bulk : twenties(labels)) {
                    calls.add(threads.submit(() -> api.relabel(bulk)));
                }
                for (Future<?> call : calls) {
                    call.get();
                }
                for (JsonNode command : commands) {
                    var unused = producer.send(result(args[2], command));
                }
                producer.flush();
                consumer.commitSync();
            }
        }
    }

    static ProducerRecord<String, byte[]> result(String prefix, JsonNode command) {
        return new ProducerRecord<>(Stage.results(prefix), command.path("sim").asText(), BulkClient.result(command));
    }

    private static List<Map<String, String>> twenties(Map<String, String> labels) {
        var bulks = new ArrayList<Map<String, String>>();
        var bulk = new HashMap<String, String>();
        for (Map.Entry<String, String> label : labels.entrySet()) {
            bulk.put(label.getKey(), label.getValue());
            if (bulk.size() == BULK) {
                bulks.add(bulk);
                bulk = new HashMap<>();
            }
        }
        if (!bulk.isEmpty()) {
            bulks.add(bulk);
        }
        return bulks;
    }

    static KafkaConsumer<String, byte[]> consumer(String bootstrapServers, String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        group,
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        2000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    static KafkaProducer<String, byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
    }
}
