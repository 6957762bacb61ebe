package io.github.camelonomondo.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.springframework.util.FileSystemUtils;

/**
 * A real Kafka broker, its own controller, inside this JVM. Stopped and started again, also by another object on the
 * same folder and port, it still has its topics, records, groups and transactions.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final int NODE = 1;

    private final Path data;
    private final boolean temporary;
    private final int port;
    private final int advertisedPort;
    private final Door door;
    private final int controllerPort = Ports.free();
    private KafkaRaftServer server;

    /** A broker on a free port with a fresh folder under {@code target}. */
    public KafkaBroker() {
        this(Door.OPEN);
    }

    /** A broker whose folder stays. */
    public KafkaBroker(Path data, int port) {
        this(data, false, port, port, Door.OPEN);
    }

    /** A broker on a free port with a fresh folder, that lets in only who comes through {@code door}. */
    public KafkaBroker(Door door) {
        this(Ports.free(), door);
    }

    /** A broker with a fresh folder, whose clients all come by {@code line}. */
    public KafkaBroker(KafkaLine line) {
        this(freshFolder(), true, line.brokerPort(), line.port(), Door.OPEN);
    }

    private KafkaBroker(int port, Door door) {
        this(freshFolder(), true, port, port, door);
    }

    private KafkaBroker(Path data, boolean temporary, int port, int advertisedPort, Door door) {
        this.data = data;
        this.temporary = temporary;
        this.port = port;
        this.advertisedPort = advertisedPort;
        this.door = door;
    }

    /** How clients come in. */
    public interface Door {

        /** For everybody, without TLS. */
        Door OPEN = () -> "PLAINTEXT";

        /** Kafka's name for the security protocol. */
        String protocol();

        /** What the broker has to be set to. */
        default Map<String, String> brokerSettings() {
            return Map.of();
        }

        /** Users that are there from the beginning, as {@code kafka-storage format --add-scram} takes them. */
        default List<String> scramUsers() {
            return List.of();
        }
    }

    /** Starts it; when this returns it serves. The folder is formatted if it is new. */
    public KafkaBroker start() {
        if (Files.notExists(data.resolve("meta.properties"))) {
            format();
        }
        server = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
        server.startup();
        return this;
    }

    /** Stops it in good order; {@link #start} goes on with the same data on the same port. */
    public void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    /** Stops it for good. A folder that was made for it goes: a benchmark writes gigabytes. */
    @Override
    public void close() {
        stop();
        if (temporary) {
            delete(data);
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + advertisedPort;
    }

    /** Settings of a consumer of bytes that commits by itself alone, from the beginning of its topics on. */
    public Properties consumerSettings(String group) {
        var consumer = new Properties();
        consumer.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        consumer.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return consumer;
    }

    private Map<String, String> settings() {
        var protocol = door.protocol();
        var settings = new HashMap<>(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE)),
                Map.entry("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort),
                Map.entry("listeners", protocol + "://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", protocol + "://" + bootstrapServers()),
                Map.entry("listener.security.protocol.map", protocol + ":" + protocol + ",CONTROLLER:PLAINTEXT"),
                Map.entry("security.inter.broker.protocol", protocol),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("log.dirs", data.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("default.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152")));
        settings.putAll(door.brokerSettings());
        return settings;
    }

    private void format() {
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .setDirectories(List.of(data.toString()))
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setScramArguments(door.scramUsers())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot format " + data + " for Kafka", e);
        }
    }

    private static Path freshFolder() {
        try {
            var parent = Files.createDirectories(Path.of("target", "kafka").toAbsolutePath());
            return Files.createTempDirectory(parent, "broker-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
