package io.github.camelonomondo.commands.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.commands.Surroundings;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.Noise;
import io.github.camelonomondo.support.RunningConnector;
import io.github.camelonomondo.support.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;

/** A Spring application that asks for a command and waits for its result. */
class RepliesTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PREFIX = "replies.";
    private static final String COMMANDS = PREFIX + "onomondo.sim.commands";
    private static final String RESULTS = PREFIX + "onomondo.sim.command-results";
    private static final String DEAD_LETTERS = PREFIX + "onomondo.sim.commands.dlq";
    private static final String ALLOWED = "results-for-the-crm";
    private static final String OF_MANY_PARTITIONS = "results-in-partitions";
    private static final String OTHER = "somebody-elses-topic";

    private static SimulatedOnomondo api;
    private static Topics topics;
    private static RunningConnector connector;

    @BeforeAll
    static void start() {
        api = new SimulatedOnomondo(Fleet.of(10)).start();
        topics = new Topics(Surroundings.BROKER.bootstrapServers());
        topics.create(1, ALLOWED, OTHER);
        topics.create(4, OF_MANY_PARTITIONS);
        connector = RunningConnector.start(
                Surroundings.BROKER.bootstrapServers(),
                api.url(),
                "ONOMONDO_COMMANDS_REPLY_TOPICS=" + ALLOWED + "," + OF_MANY_PARTITIONS + "," + RESULTS,
                "ONOMONDO_TOPIC_PREFIX=" + PREFIX,
                "ONOMONDO_GROUP=replies",
                "ONOMONDO_SCAN_INTERVAL=0",
                "ONOMONDO_CALLS_PER_MINUTE=0");
    }

    @AfterAll
    static void stop() {
        connector.close();
        topics.close();
        api.close();
    }

    @Test
    void comeBackToAReplyingKafkaTemplate() throws Exception {
        try (var spring = new Spring(ALLOWED)) {
            ConsumerRecord<String, String> applied =
                    spring.ask("000000001", "{\"id\":\"c-1\",\"type\":\"relabel\",\"label\":\"asked\"}");
            ConsumerRecord<String, String> rejected = spring.ask("000000002", "no JSON");

            assertThat(applied.key()).isEqualTo("000000001");
            assertThat(applied.value()).contains("\"id\":\"c-1\"").contains("\"status\":\"SUCCEEDED\"");
            assertThat(Topics.header(applied, "correlation-id")).isEqualTo("c-1");
            assertThat(rejected.value()).contains("\"status\":\"REJECTED\"");
            assertThat(api.fleet().label("000000001")).isEqualTo("asked");
        }
    }

    @Test
    void goToTopicsOfTheListAlone() throws Exception {
        // When
        var asked = Map.of("kafka_replyTopic", OTHER, "kafka_correlationId", "x");
        topics.send(COMMANDS, "000000003", "{\"id\":\"other\",\"type\":\"activate\"}", asked);
        var control = Map.of("kafka_replyTopic", PREFIX + "onomondo.connector.control");
        topics.send(COMMANDS, "000000003", "{\"id\":\"order\",\"type\":\"activate\"}", control);
        topics.flush();
        var results =
                topics.await(RESULTS, SOON, records -> hasResultOf("other", records) && hasResultOf("order", records));
        try (var spring = new Spring(ALLOWED)) {
            spring.ask("000000003", "{\"type\":\"deactivate\"}");
        }

        // Then
        assertThat(results)
                .anySatisfy(result ->
                        assertThat(Topics.header(result, "kafka_correlationId")).isEqualTo("x"));
        assertThat(topics.read(OTHER)).isEmpty();
        assertThat(topics.read(PREFIX + "onomondo.connector.control")).isEmpty();
    }

    @Test
    void areNotCopiedToWhereResultsAreAnyway() throws Exception {
        var asked = Map.of("kafka_replyTopic", RESULTS, "kafka_correlationId", "x");
        topics.send(COMMANDS, "000000005", "{\"id\":\"once\",\"type\":\"activate\"}", asked);
        topics.flush();
        topics.await(RESULTS, SOON, records -> hasResultOf("once", records));
        try (var spring = new Spring(ALLOWED)) {
            spring.ask("000000005", "{\"type\":\"deactivate\"}"); // behind which a copy would be
        }

        assertThat(topics.read(RESULTS).stream()
                        .filter(result -> "once".equals(Topics.header(result, "correlation-id"))))
                .hasSize(1);
    }

    @Test
    void goToThePartitionThatIsAskedForIfThereIsOne() {
        for (String partition : new String[] {"\0\0\0\3", "\0\0\0\2", "\0\0\0\5", "three"}) {
            var asked = Map.of("kafka_replyTopic", OF_MANY_PARTITIONS, "kafka_replyPartition", partition);
            topics.send(COMMANDS, "000000006", "{\"id\":\"c\",\"type\":\"activate\"}", asked);
        }
        topics.flush();

        var copies = topics.await(OF_MANY_PARTITIONS, SOON, records -> records.size() == 4);

        assertThat(copies).extracting(ConsumerRecord::partition).contains(3, 2);
    }

    @Test
    void comeToGoodAlsoForACommandThatFillsItsTopic() {
        String huge = Noise.ofLength(1024 * 1024 - 400);

        topics.send(COMMANDS, "000000004", huge);
        topics.flush();
        var letters = topics.await(
                DEAD_LETTERS,
                SOON,
                records ->
                        records.stream().anyMatch(letter -> "too-large".equals(Topics.header(letter, "dlq-reason"))));

        assertThat(letters.stream().filter(letter -> "000000004".equals(letter.key())))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.value()).as("all of it").isEqualTo(huge);
                    assertThat(letter.headers().lastHeader("dlq-left-out")).isNull();
                });
    }

    private static boolean hasResultOf(String command, Iterable<ConsumerRecord<String, String>> results) {
        for (var result : results) {
            if (command.equals(Topics.header(result, "correlation-id"))) {
                return true;
            }
        }
        return false;
    }

    /** What Spring offers for a request and its reply. */
    private static final class Spring implements AutoCloseable {
        private final DefaultKafkaProducerFactory<String, String> producers;
        private final ReplyingKafkaTemplate<String, String, String> template;

        Spring(String replyTopic) throws InterruptedException {
            Map<String, Object> clients = Map.of("bootstrap.servers", Surroundings.BROKER.bootstrapServers());
            producers = new DefaultKafkaProducerFactory<>(clients, new StringSerializer(), new StringSerializer());
            var consumers = new DefaultKafkaConsumerFactory<>(
                    Map.of("bootstrap.servers", Surroundings.BROKER.bootstrapServers(), "group.id", "crm"),
                    new StringDeserializer(),
                    new StringDeserializer());
            template = new ReplyingKafkaTemplate<>(
                    producers, new KafkaMessageListenerContainer<>(consumers, new ContainerProperties(replyTopic)));
            template.setDefaultReplyTimeout(SOON);
            template.setSharedReplyTopic(true);
            template.start();
            assertThat(template.waitForAssignment(SOON)).isTrue();
        }

        ConsumerRecord<String, String> ask(String sim, String command) throws Exception {
            var record = new ProducerRecord<>(COMMANDS, sim, command);
            record.headers().add("asked-by", "crm".getBytes(UTF_8));
            return template.sendAndReceive(record).get(SOON.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            template.stop();
            producers.destroy();
        }
    }
}
