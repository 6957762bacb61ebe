package io.github.camelonomondo.kafka.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.kafka.KafkaNotifications;
import io.github.camelonomondo.kafka.LeaderElection;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.KafkaLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A queue of dead letters that is too large for one transaction. */
class DeadLetterReplayTest {

    private static final KafkaLine LINE = new KafkaLine();
    private static final KafkaBroker BROKER = new KafkaBroker(LINE);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int DEAD_LETTERS = 12_000;
    private static int number;

    private final Topics topics = new Topics("dead" + number++ + ".");
    private final Map<String, Object> settings = Map.of("bootstrap.servers", BROKER.bootstrapServers());
    private final List<AutoCloseable> running = new ArrayList<>();
    private io.github.camelonomondo.support.Topics kafka;

    @BeforeAll
    static void startBroker() {
        BROKER.start();
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
        LINE.close();
    }

    @BeforeEach
    void create() {
        kafka = new io.github.camelonomondo.support.Topics(BROKER.bootstrapServers());
        kafka.create(
                2,
                topics.state(),
                topics.checkpoint(),
                topics.control(),
                topics.notifications(),
                topics.commands(),
                topics.deadLetters());
        bury(DEAD_LETTERS);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : running) {
            one.close();
        }
        kafka.close();
    }

    @Test
    void replaysEachDeadLetterOnceThoughTwoConnectorsDieOnTheWay() throws Exception {
        // Given one that dies before a commit, and one that dies before it knows of its commit
        try (var hold = LINE.holdCommit("-control", 2)) {
            var first = start("one");
            order();
            await().atMost(PATIENCE).until(hold::isStruck);
            bury(100);
            first.close();
        }
        try (var hold = LINE.holdCommitAnswer("-control", 1)) {
            var second = start("two");
            await().atMost(PATIENCE).until(hold::isStruck);
            second.close();
        }

        // When
        start("three");
        var answers = kafka.await(topics.notifications(), PATIENCE, all -> !all.isEmpty());

        // Then
        JsonNode done = new ObjectMapper().readTree(answers.get(0).value());
        assertThat(answers).hasSize(1);
        assertThat(done.path("instance").asText()).isEqualTo("three");
        assertThat(done.path("read").intValue()).isEqualTo(DEAD_LETTERS);
        assertThat(done.path("replayed").intValue()).isEqualTo(DEAD_LETTERS);
        assertThat(kafka.read(topics.commands()))
                .hasSize(DEAD_LETTERS)
                .extracting(ConsumerRecord::value)
                .doesNotHaveDuplicates();
        assertThat(parts()).hasSizeGreaterThan(2).doesNotHaveDuplicates();
    }

    /** Before 1970, after the last millisecond that a long counts, and a name longer than an answer may be. */
    @Test
    void answersAnOrderThatKafkaCouldMakeNothingOfAndGoesOnWithTheNext() throws Exception {
        // Given
        kafka.send(topics.deadLetters(), "000000001", "{\"id\":\"no reason\"}", Map.of());
        order("{\"order\":\"replay-dlq\",\"dryRun\":true,\"since\":\"0001-01-01T00:00:00Z\"}");
        order("{\"order\":\"replay-dlq\",\"dryRun\":true,\"since\":\"" + Instant.MAX + "\"}");
        order("{\"order\":\"" + "\uD83D\uDE00".repeat(90_000) + "\"}");
        order("{\"order\":\"replay-dlq\",\"dryRun\":true,\"reason\":\"refused\"}");

        // When
        start("one");
        var answers = kafka.await(topics.notifications(), PATIENCE, all -> all.size() == 4);

        // Then
        var read = new ArrayList<Integer>();
        for (var answer : answers) {
            JsonNode json = new ObjectMapper().readTree(answer.value());
            read.add(json.path("read").asInt(-1));
            assertThat(json.path("order").asText()).hasSizeLessThanOrEqualTo(501);
        }
        assertThat(read).containsExactlyInAnyOrder(DEAD_LETTERS + 1, 0, -1, DEAD_LETTERS + 1);
    }

    /** How far the replay was each time that a part of it was safe. */
    private List<Integer> parts() throws Exception {
        List<Integer> read = new ArrayList<>();
        for (var checkpoint : kafka.read(topics.checkpoint())) {
            JsonNode order = new ObjectMapper().readTree(checkpoint.value()).path("underWay");
            if (order.isObject()) {
                read.add(order.at("/note/read").intValue());
            }
        }
        return read;
    }

    private void bury(int count) {
        for (int i = 0; i < count; i++) {
            String value = "{\"id\":\"" + i + (count == DEAD_LETTERS ? "" : "-later") + "\"}";
            kafka.send(topics.deadLetters(), "00000000" + i % 10, value, Map.of("dlq-reason", "refused"));
        }
        kafka.flush();
    }

    private void order() {
        order("{\"order\":\"replay-dlq\",\"reason\":\"refused\"}");
    }

    private void order(String json) {
        kafka.send(topics.control(), "k", json);
        kafka.flush();
    }

    /** One connector, as far as orders go. */
    private AutoCloseable start(String name) {
        var clock = Clock.systemUTC();
        var election = new LeaderElection(settings, topics.state(), topics.prefix() + "leader");
        var notifications = new KafkaNotifications(settings, topics, name, clock);
        var commands = new CommandSwitch() {
            @Override
            public void pause() {}

            @Override
            public void resume() {}

            @Override
            public boolean isPaused() {
                return false;
            }
        };
        var reader = new ControlReader(
                settings,
                topics,
                topics.prefix() + "group",
                name,
                commands,
                Map.of("replay-dlq", new DeadLetterReplay(settings, topics)),
                election,
                notifications,
                clock);
        election.start();
        reader.start();
        AutoCloseable instance = () -> {
            reader.close();
            election.close();
            notifications.close();
        };
        running.add(instance);
        return instance;
    }
}
