package io.github.camelonomondo.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.kafka.TransactionalWriter;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Ports;
import io.github.camelonomondo.support.ScramDoor;
import io.github.camelonomondo.support.TlsKeys;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The topics as they are made; without a broker that answers the start ends with one line. */
@ExtendWith(OutputCaptureExtension.class)
class TopicCreationTest {

    /** A SIM as it was, as it is and as a whole, each almost as large as a record may be by default. */
    @Test
    void givesTheEventsAndTheStateOfLargeSimsRoom() throws Exception {
        var topics = new Topics("large.");
        try (var broker = new KafkaBroker().start();
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                var writer = new TransactionalWriter(
                        Map.of("bootstrap.servers", broker.bootstrapServers()), "large-transactions")) {
            new TopicCreation(admin, topics, broker.bootstrapServers()).ensure();
            writer.open();

            writer.write(sink -> {
                sink.send(new ProducerRecord<>(topics.events(), new byte[2_800_000]));
                sink.send(new ProducerRecord<>(topics.state(), "000000001".getBytes(UTF_8), new byte[2_800_000]));
            });

            assertThat(writer.isOpen()).isTrue();
        }
    }

    @Test
    void warnsOfATopicOfTheStateThatSomebodyElseMadeAndThatForgets(CapturedOutput log) throws Exception {
        var topics = new Topics("forgetful.");
        try (var broker = new KafkaBroker().start();
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topics.state(), 1, (short) 1)))
                    .all()
                    .get();

            new TopicCreation(admin, topics, broker.bootstrapServers()).ensure();

            assertThat(log.getAll().lines().filter(line -> line.contains("must be kept")))
                    .singleElement(as(STRING))
                    .contains("topic=\"forgetful.onomondo.sim.state\" cleanup.policy=\"delete\"")
                    .contains("set its cleanup.policy to compact");
        }
    }

    @Test
    void warnsOfATopicThatSomebodyElseMadeAndThatLosesWhatIsNotRead(CapturedOutput log) throws Exception {
        var topics = new Topics("lossy.");
        try (var broker = new KafkaBroker().start();
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(topics.commands(), 1, (short) 1)
                                    .configs(Map.of("cleanup.policy", "compact,delete")),
                            new NewTopic(topics.events(), 1, (short) 1)))
                    .all()
                    .get();

            new TopicCreation(admin, topics, broker.bootstrapServers()).ensure();

            assertThat(log.getAll().lines().filter(line -> line.contains("cleanup.policy=")))
                    .singleElement(as(STRING))
                    .contains("topic=\"lossy.onomondo.sim.commands\" cleanup.policy=\"compact,delete\"")
                    .contains("set its cleanup.policy to delete");
        }
    }

    @Test
    void cleansEachTopicAsTheContractSaysWhateverTheBrokersDoByDefault() throws Exception {
        var topics = new Topics("");
        try (var broker = new KafkaBroker(set("log.cleanup.policy", "compact")).start();
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new TopicCreation(admin, topics, broker.bootstrapServers()).ensure();

            assertThat(options(admin, "cleanup.policy"))
                    .hasSize(8)
                    .allSatisfy((topic, policy) -> assertThat(policy)
                            .as(topic)
                            .isEqualTo(
                                    List.of(topics.state(), topics.checkpoint()).contains(topic)
                                            ? "compact"
                                            : "delete"));
        }
    }

    @Test
    void leavesOutWhatKafkaLetsNoClientSetAndSaysSo(CapturedOutput log) throws Exception {
        var topics = new Topics("managed.");
        try (var broker = new KafkaBroker(set("create.topic.policy.class.name", NoTimes.class.getName())).start();
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new TopicCreation(admin, topics, broker.bootstrapServers()).ensure();

            assertThat(options(admin, "cleanup.policy"))
                    .hasSize(8)
                    .containsEntry(topics.state(), "compact")
                    .containsEntry(topics.checkpoint(), "compact");
            assertThat(options(admin, "max.message.bytes")).containsEntry(topics.state(), "3145728");
            assertThat(log.getAll().lines().filter(line -> line.contains("topic created without")))
                    .hasSize(2)
                    .allMatch(line -> line.contains("WARN"))
                    .allMatch(line -> line.contains("leftOut=\"min.cleanable.dirty.ratio, segment.ms\""))
                    .anyMatch(line -> line.contains("topic=\"managed.onomondo.sim.state\""))
                    .anyMatch(line -> line.contains("topic=\"managed.onomondo.connector.checkpoint\""));
        }
    }

    @Test
    void leavesCleaningByAgeToAKafkaThatLetsNoClientSetIt() throws Exception {
        var topics = new Topics("managed.");
        try (var broker = new KafkaBroker(set("create.topic.policy.class.name", NoDelete.class.getName())).start();
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new TopicCreation(admin, topics, broker.bootstrapServers()).ensure();

            assertThat(options(admin, "cleanup.policy"))
                    .hasSize(8)
                    .containsEntry(topics.commands(), "delete")
                    .containsEntry(topics.state(), "compact");
            assertThat(options(admin, "max.message.bytes")).containsEntry(topics.events(), "3145728");
        }
    }

    @Test
    void endsTheStartIfKafkaRefusesWhatATopicHasToHave() {
        var topics = new Topics("");
        try (var broker = new KafkaBroker(set("create.topic.policy.class.name", NothingCompacted.class.getName()))
                        .start();
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThatThrownBy(() -> new TopicCreation(admin, topics, broker.bootstrapServers()).ensure())
                    .isInstanceOf(SettingException.class)
                    .hasMessageStartingWith("topics are missing and could not be created: " + topics.checkpoint() + ", "
                            + topics.state() + " (")
                    .hasMessageContaining("not compacted here");
        }
    }

    /** As of a Kafka that others manage. */
    public static class NoTimes extends Policy {
        @Override
        public void validate(RequestMetadata topic) {
            if (topic.configs().containsKey("segment.ms") || topic.configs().containsKey("min.cleanable.dirty.ratio")) {
                throw new PolicyViolationException("not set here");
            }
        }
    }

    public static class NoDelete extends Policy {
        @Override
        public void validate(RequestMetadata topic) {
            if ("delete".equals(topic.configs().get("cleanup.policy"))) {
                throw new PolicyViolationException("not set here");
            }
        }
    }

    public static class NothingCompacted extends Policy {
        @Override
        public void validate(RequestMetadata topic) {
            if ("compact".equals(topic.configs().get("cleanup.policy"))) {
                throw new PolicyViolationException("not compacted here");
            }
        }
    }

    abstract static class Policy implements CreateTopicPolicy {
        @Override
        public void configure(Map<String, ?> settings) {}

        @Override
        public void close() {}
    }

    private static KafkaBroker.Door set(String setting, String value) {
        return new KafkaBroker.Door() {
            @Override
            public String protocol() {
                return OPEN.protocol();
            }

            @Override
            public Map<String, String> brokerSettings() {
                return Map.of(setting, value);
            }
        };
    }

    private static Map<String, String> options(Admin admin, String name) throws Exception {
        var topics = admin.listTopics().names().get().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        return admin.describeConfigs(topics).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        topic -> topic.getKey().name(),
                        topic -> topic.getValue().get(name).value()));
    }

    @Test
    void saysWhichMechanismTheBrokersDoNotHave(@TempDir Path folder) throws Exception {
        var door = new ScramDoor(TlsKeys.in(folder, "s3cret"), "u", "p");
        try (var broker = new KafkaBroker(door).start()) {
            var settings = new HashMap<>(door.clientSettings());
            settings.put("bootstrap.servers", broker.bootstrapServers());
            settings.put("sasl.mechanism", "PLAIN");
            settings.put(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required username=u password=p;");
            try (var admin = Admin.create(settings)) {
                assertThatThrownBy(() -> new TopicCreation(admin, new Topics(""), "brokers").ensure())
                        .isInstanceOf(SettingException.class)
                        .hasMessageStartingWith("KAFKA_SASL_MECHANISM: ")
                        .hasMessageContainingAll("PLAIN", "SCRAM-SHA-512");
            }
        }
    }

    @Test
    void saysWhichSettingIsWrongWhenNoBrokerAnswers() {
        String brokers = "127.0.0.1:" + Ports.free();
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 300,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 300);

        try (var admin = Admin.create(settings)) {
            assertThatThrownBy(() -> new TopicCreation(admin, new Topics(""), brokers).ensure())
                    .isInstanceOf(SettingException.class)
                    .hasMessageStartingWith("KAFKA_BOOTSTRAP_SERVERS=" + brokers + ": no Kafka broker answered");
        }
    }
}
