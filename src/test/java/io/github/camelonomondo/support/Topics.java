package io.github.camelonomondo.support;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** Writes to topics and reads what is committed in them, as one outside the connector would. Thread-safe. */
public final class Topics implements AutoCloseable {

    private final Map<String, Object> clients;
    private final KafkaProducer<String, String> producer;

    public Topics(String bootstrapServers) {
        this(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** @param clients what any client needs to get to the broker */
    public Topics(Map<String, Object> clients) {
        this.clients = Map.copyOf(clients);
        this.producer = new KafkaProducer<>(
                // One at a time: a new partition whose leader misses the first batch but takes the second refuses the
                // first for ever as out of order.
                and(Map.of(
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1, ProducerConfig.LINGER_MS_CONFIG, 5)),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Creates the topics that are missing, with so many partitions each; when this returns they can be written to. */
    public void create(int partitions, String... names) {
        try (var admin = Admin.create(clients)) {
            for (var name : names) {
                create(admin, new NewTopic(name, partitions, (short) 1));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot create topics", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    // A partition is created before its leader serves it; asking for its end waits for the leader.
    private static void create(Admin admin, NewTopic topic) throws ExecutionException, InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < topic.numPartitions(); partition++) {
            ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
        }
        // Just created, a broker may not have heard of it yet: that is an error, not a wait.
        Awaitility.await("topic " + topic.name())
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> admin.listOffsets(ends).all().get().size() == ends.size());
    }

    /** Sends a record; it is there when {@link #flush} returns. */
    public void send(String topic, String key, String value) {
        send(topic, key, value, Map.of());
    }

    public void send(String topic, String key, String value, Map<String, String> headers) {
        var record = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        send(record);
    }

    /** Sends to a partition of one's choice. */
    public void send(String topic, int partition, String key, String value) {
        send(new ProducerRecord<>(topic, partition, key, value));
    }

    public void flush() {
        producer.flush();
    }

    /** Everything committed that the topic holds now, partition by partition in order; nothing if there is no topic. */
    public List<ConsumerRecord<String, String>> read(String topic) {
        var records = new ArrayList<ConsumerRecord<String, String>>();
        read(topic, records::add);
        records.sort(Comparator.comparingInt(ConsumerRecord::partition));
        return records;
    }

    /** Hands over everything committed that the topic holds now, each partition in order. */
    public void read(String topic, Consumer<ConsumerRecord<String, String>> sink) {
        try (var consumer = openConsumer()) {
            var known = consumer.listTopics().getOrDefault(topic, List.of());
            var partitions = known.stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(sink);
            }
        }
    }

    /** True if an open transaction holds records of the topic back. */
    public boolean holdsUncommitted(String topic) {
        return end(topic, IsolationLevel.READ_UNCOMMITTED) > end(topic, IsolationLevel.READ_COMMITTED);
    }

    private long end(String topic, IsolationLevel isolation) {
        try (var consumer = openConsumer(isolation)) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** Takes members that died out of the group, as the broker would after some seconds. */
    public void expelMembers(String group) {
        try (var admin = Admin.create(clients)) {
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot expel the members of " + group, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until what is committed satisfies the condition, and returns it. */
    public List<ConsumerRecord<String, String>> await(
            String topic, Duration atMost, Predicate<List<ConsumerRecord<String, String>>> condition) {
        return Awaitility.await("records of " + topic).atMost(atMost).until(() -> read(topic), condition);
    }

    /** How many records of the topic the group has not committed. */
    public long uncommitted(String group, String topic) {
        try (var admin = Admin.create(clients);
                var consumer = openConsumer()) {
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            var begins = consumer.beginningOffsets(partitions);
            return consumer.endOffsets(partitions).entrySet().stream()
                    .mapToLong(end -> {
                        var offset = committed.get(end.getKey());
                        return end.getValue() - (offset == null ? begins.get(end.getKey()) : offset.offset());
                    })
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot read the offsets of " + group, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The text of a header, or null if the record has none of that name. */
    public static String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private void send(ProducerRecord<String, String> record) {
        var unused = producer.send(record);
    }

    private KafkaConsumer<String, String> openConsumer() {
        return openConsumer(IsolationLevel.READ_COMMITTED);
    }

    private KafkaConsumer<String, String> openConsumer(IsolationLevel isolation) {
        return new KafkaConsumer<>(
                and(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString())),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private Map<String, Object> and(Map<String, Object> more) {
        var settings = new HashMap<>(clients);
        settings.putAll(more);
        return settings;
    }
}
