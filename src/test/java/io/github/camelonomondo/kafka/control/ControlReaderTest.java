package io.github.camelonomondo.kafka.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.kafka.KafkaNotifications;
import io.github.camelonomondo.kafka.LeaderElection;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Noise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlReaderTest {

    private static final KafkaBroker BROKER = new KafkaBroker();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static int number;

    private final Topics topics = new Topics("c" + number++ + ".");
    private final Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", BROKER.bootstrapServers()));
    private final List<Instance> instances = new ArrayList<>();
    /** Whatever an instance would do after it has written that an order is done, it does not. */
    private final AtomicBoolean dies = new AtomicBoolean();

    private final AtomicBoolean breaks = new AtomicBoolean();
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
    private io.github.camelonomondo.support.Topics kafka;

    @BeforeAll
    static void startBroker() {
        BROKER.start();
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
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
    }

    @AfterEach
    void close() {
        instances.forEach(Instance::close);
        kafka.close();
    }

    /** One connector, as far as orders go. */
    private final class Instance implements AutoCloseable, CommandSwitch {
        private final List<String> done = new CopyOnWriteArrayList<>();
        private final LeaderElection election =
                new LeaderElection(settings, topics.state(), topics.prefix() + "leader");
        private final KafkaNotifications notifications;
        private final ControlReader reader;

        Instance(String name) {
            notifications = new KafkaNotifications(settings, topics, name, Clock.systemUTC());
            Order odd = (order, parts) -> {
                throw new IllegalArgumentException("that nobody foresaw");
            };
            Order denied = (order, parts) -> {
                throw new TopicAuthorizationException(Set.of("dlq"));
            };
            Order half = (order, parts) -> {
                parts.write(List.of(), new ObjectMapper().createObjectNode().put("replayed", 7));
                throw new TopicAuthorizationException(Set.of("commands"));
            };
            Order absent = (order, parts) -> {
                attempts.merge("absent", 1, Integer::sum);
                throw new KafkaException("there is no topic dlq");
            };
            Order late = (order, parts) -> {
                if (attempts.merge("late", 1, Integer::sum) < 5) {
                    throw new KafkaException("not yet", new TimeoutException("no broker answers"));
                }
                return Map.of();
            };
            Order scan = (order, parts) -> {
                if (breaks.getAndSet(false)) {
                    throw new StackOverflowError("too deep");
                }
                done.add("scan");
                return Map.of();
            };
            reader = new ControlReader(
                    settings,
                    topics,
                    topics.prefix() + "group",
                    name,
                    this,
                    Map.of(
                            "scan-now",
                            scan,
                            "replay-dlq",
                            new DeadLetterReplay(settings, topics),
                            "odd",
                            odd,
                            "denied",
                            denied,
                            "half",
                            half,
                            "absent",
                            absent,
                            "late",
                            late),
                    election,
                    (type, details) -> {
                        if (!dies.get()) {
                            notifications.tell(type, details);
                        }
                    },
                    Clock.systemUTC());
            election.start();
            reader.start();
            instances.add(this);
        }

        @Override
        public void pause() {
            done.add("pause");
        }

        @Override
        public void resume() {
            done.add("resume");
        }

        @Override
        public boolean isPaused() {
            return done.lastIndexOf("pause") >= done.lastIndexOf("resume");
        }

        @Override
        public void close() {
            reader.close();
            election.close();
            notifications.close();
        }
    }

    @Test
    void answersEveryOrderOnceAlsoOverARestart() throws Exception {
        // Given
        order("{\"order\":\"scan-now\"}");
        var first = new Instance("one");
        awaitAnswers(1);

        // When
        order("{\"order\":\"dance\"}");
        order("not JSON");
        order("{\"order\":\"pause-commands\"}");
        awaitAnswers(4);
        first.close();
        var second = new Instance("two");
        await().atMost(PATIENCE).until(() -> second.reader.isPaused());
        order("{\"order\":\"scan-now\"}");

        // Then
        assertThat(awaitAnswers(5))
                .containsExactlyInAnyOrder(
                        "one order.done scan-now",
                        "one order.refused dance",
                        "one order.refused ",
                        "one order.done pause-commands",
                        "two order.done scan-now");
        // the first at its start, as nothing was paused
        assertThat(first.done).containsExactlyInAnyOrder("resume", "scan", "pause");
        assertThat(second.done).containsExactly("pause", "scan");
    }

    @Test
    void refusesWhatSaysTwoThingsAtOnceOrMisspellsWhatToReplay() throws Exception {
        // Given
        kafka.send(topics.deadLetters(), "000000001", "dead", Map.of("dlq-reason", "refused"));
        kafka.flush();
        new Instance("one");

        // When
        order("{\"order\":\"pause-commands\"}{\"order\":\"resume-commands\"}");
        order("{\"order\":\"scan-now\",\"order\":\"pause-commands\"}");
        order("{\"order\":\"replay-dlq\",\"resaon\":\"too-large\"}");
        order("{\"order\":\"replay-dlq\",\"reason\":\"\"}");

        // Then
        assertThat(awaitAnswers(4))
                .containsExactlyInAnyOrder(
                        "one order.refused ",
                        "one order.refused ",
                        "one order.refused replay-dlq",
                        "one order.refused replay-dlq");
        assertThat(kafka.read(topics.notifications()))
                .anySatisfy(answer -> assertThat(answer.value()).contains("replay-dlq has no property resaon"));
        assertThat(kafka.read(topics.commands())).isEmpty();
    }

    @Test
    void carriesOutNoOrderThatHasAMemberItDoesNotTake() throws Exception {
        // Given
        kafka.send(topics.deadLetters(), "000000001", "dead", Map.of("dlq-reason", "refused"));
        kafka.flush();
        var instance = new Instance("one");

        // When
        order("{\"order\":\"scan-now\",\"dryRun\":true}");
        order("{\"order\":\"pause-commands\",\"since\":\"2026-11-23T00:00:00Z\"}");
        order("{\"order\":\"replay-dlq\",\"reason\":null}");

        // Then
        assertThat(awaitAnswers(3))
                .containsExactlyInAnyOrder(
                        "one order.refused scan-now",
                        "one order.refused pause-commands",
                        "one order.refused replay-dlq");
        assertThat(instance.done).containsExactly("resume"); // at its start
        assertThat(kafka.read(topics.commands())).isEmpty();
    }

    @Test
    void writesTheAnswerOfAPauseWithTheNoteThatItIsDone() throws Exception {
        dies.set(true);
        new Instance("one");
        order("{\"order\":\"scan-now\"}");
        awaitAnswers(1); // it leads

        order("{\"order\":\"pause-commands\"}");

        assertThat(awaitAnswers(2)).containsExactly("one order.done scan-now", "one order.done pause-commands");
    }

    @Test
    void isNotPausedAtAStartByAnOrderThatWasRefused() throws Exception {
        order("{\"order\":\"pause-commands\",\"dryRun\":true}");
        new Instance("one");
        awaitAnswers(1);
        instances.remove(0).close();

        var second = new Instance("two");

        await().atMost(PATIENCE).until(() -> second.done.contains("resume"));
        assertThat(second.reader.isPaused()).isFalse();
    }

    @Test
    void refusesAnOrderThatBreaksInAWayThatNobodyForesawAndGoesOn() throws Exception {
        order("{\"order\":\"odd\"}");
        order("{\"order\":\"scan-now\"}");

        new Instance("one");

        assertThat(awaitAnswers(2)).containsExactlyInAnyOrder("one order.refused odd", "one order.done scan-now");
    }

    @Test
    void refusesAnOrderThatKafkaDeniesAndObeysThePauseBehindIt() throws Exception {
        order("{\"order\":\"denied\"}");
        order("{\"order\":\"pause-commands\"}");

        var connector = new Instance("one");

        assertThat(awaitAnswers(2))
                .containsExactlyInAnyOrder("one order.refused denied", "one order.done pause-commands");
        assertThat(connector.reader.isPaused()).isTrue();
        assertThat(kafka.read(topics.notifications()))
                .anySatisfy(answer -> assertThat(answer.value()).contains("Not authorized to access topics: [dlq]"));
    }

    @Test
    void refusesAnOrderAtWhichKafkaFailsThreeTimesAndNotOneThatWaitsForIt() throws Exception {
        order("{\"order\":\"absent\"}");
        order("{\"order\":\"late\"}");

        new Instance("one");

        assertThat(awaitAnswers(2)).containsExactlyInAnyOrder("one order.refused absent", "one order.done late");
        assertThat(attempts).containsEntry("absent", 3).containsEntry("late", 5);
    }

    @Test
    void saysOfARefusedOrderHowFarItCame() throws Exception {
        order("{\"order\":\"half\"}");

        new Instance("one");

        assertThat(awaitAnswers(1)).containsExactly("one order.refused half");
        assertThat(kafka.read(topics.notifications()))
                .anySatisfy(answer -> assertThat(answer.value())
                        .contains("it came as far as {\\\"replayed\\\":7}; then Kafka denies"));
    }

    @Test
    void passesOverACheckpointOfOrdersThatIsNotOurs() throws Exception {
        String key = topics.prefix() + "group-control";
        kafka.send(topics.checkpoint(), 0, key, "{\"paused\":true,\"next\":{}}");
        kafka.send(topics.checkpoint(), 0, key, "no JSON");
        kafka.send(topics.checkpoint(), 0, key, "{\"paused\":false,\"next\":{\"0\":\"12\"}}");
        kafka.send(topics.checkpoint(), 0, key, "{\"paused\":false,\"next\":{\"0\":-5}}");
        kafka.send(topics.checkpoint(), 0, key, "{\"paused\":false,\"next\":{},\"underWay\":{\"offset\":1}}");
        kafka.send(topics.checkpoint(), 0, key, "{\"paused\":false,\"next\":{\"one\":1}}");
        kafka.flush();

        var connector = new Instance("one");
        order("{\"order\":\"scan-now\"}");

        assertThat(awaitAnswers(1)).containsExactly("one order.done scan-now");
        assertThat(connector.reader.isPaused()).isTrue();
    }

    @Test
    void answersAnOrderThatIsAsLongAsARecordWithItsBeginning() throws Exception {
        new Instance("one");

        order("{\"order\":\"" + "dance ".repeat(50_000) + "\"}");

        assertThat(awaitAnswers(1))
                .singleElement()
                .asString()
                .startsWith("one order.refused dance dance")
                .endsWith("…");
        assertThat(kafka.read(topics.notifications()))
                .allSatisfy(answer -> assertThat(answer.value()).hasSizeLessThan(2_000));
    }

    @Test
    void refusesWhatWasOrderedLongBeforeItsGroupStartedForTheFirstTime() throws Exception {
        // Given
        kafka.send(topics.deadLetters(), "000000001", "dead", Map.of("dlq-reason", "refused"));
        kafka.flush();
        Instant now = Instant.now();
        order(now.minusSeconds(11 * 60), 0, "{\"order\":\"replay-dlq\"}");
        order(now.minusSeconds(11 * 60), 0, "{\"order\":\"pause-commands\"}");
        order(now.minusSeconds(5 * 60), 0, "{\"order\":\"scan-now\"}");
        order(now.minusSeconds(11 * 60), 1, "{\"order\":\"odd\"}");

        // When
        var first = new Instance("one");
        awaitAnswers(4);
        first.close();
        var second = new Instance("two");
        order(now.minusSeconds(11 * 60), 1, "{\"order\":\"scan-now\"}");

        // Then
        assertThat(awaitAnswers(5))
                .containsExactlyInAnyOrder(
                        "one order.refused replay-dlq",
                        "one order.done pause-commands",
                        "one order.done scan-now",
                        "one order.refused odd",
                        "two order.done scan-now");
        assertThat(kafka.read(topics.notifications()))
                .anySatisfy(answer -> assertThat(answer.value()).contains("first start of this group"));
        assertThat(kafka.read(topics.commands())).isEmpty();
        assertThat(first.done).containsExactly("pause", "scan");
        assertThat(second.done).containsExactly("pause", "scan");
    }

    @Test
    void obeysPauseOnEveryInstanceAndTheRestOnTheLeader() throws Exception {
        // Given
        var first = new Instance("one");
        await().atMost(PATIENCE).until(() -> first.election.leads());
        var second = new Instance("two");
        await().atMost(PATIENCE).until(() -> second.election.members() == 2);

        // When
        order("{\"order\":\"pause-commands\"}");
        order("{\"order\":\"scan-now\"}");
        awaitAnswers(3);
        order("{\"order\":\"resume-commands\"}");
        awaitAnswers(5);
        first.close();
        await().atMost(PATIENCE).until(() -> second.election.leads());
        order("{\"order\":\"scan-now\"}");

        // Then
        assertThat(awaitAnswers(6)).endsWith("two order.done scan-now");
        assertThat(first.done).containsExactlyInAnyOrder("resume", "pause", "resume", "scan");
        assertThat(second.done).containsExactly("resume", "pause", "resume", "scan");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void obeysOfTwoPartitionsWhatWasOrderedLast(int later) throws Exception {
        // Given
        order(1 - later, "{\"order\":\"resume-commands\"}");
        Instant sent = Instant.now();
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(sent.plusMillis(20)));
        order(later, "{\"order\":\"pause-commands\"}");

        // When
        var first = new Instance("one");
        awaitAnswers(2);
        first.close();
        var second = new Instance("two");
        await().atMost(PATIENCE).until(() -> !second.done.isEmpty());

        // Then
        assertThat(first.done).containsExactly("pause");
        assertThat(second.done).containsExactly("pause");
    }

    @Test
    void obeysNothingThatIsOlderThanWhatItObeyedOfAnotherPartition() throws Exception {
        // Given
        Instant now = Instant.now();
        var first = new Instance("one");
        await().atMost(PATIENCE).until(() -> !first.done.isEmpty());
        order(now, 0, "{\"order\":\"pause-commands\"}");
        awaitAnswers(1);

        // When
        order(now.minusSeconds(60), 1, "{\"order\":\"resume-commands\"}");
        List<String> answers = awaitAnswers(2);
        first.close();
        var second = new Instance("two");
        await().atMost(PATIENCE).until(() -> !second.done.isEmpty());

        // Then
        assertThat(answers).contains("one order.refused resume-commands");
        assertThat(first.done).containsExactly("resume", "pause");
        assertThat(second.done).containsExactly("pause");
        assertThat(kafka.read(topics.checkpoint()))
                .allSatisfy(checkpoint -> assertThat(checkpoint.value()).contains("\"paused\":true"));
    }

    @Test
    void obeysNothingAfterARestartThatIsOlderThanWhatWasObeyedBefore() throws Exception {
        // Given
        Instant now = Instant.now();
        var first = new Instance("one");
        order(now, 0, "{\"order\":\"pause-commands\"}");
        awaitAnswers(1);
        first.close();

        // When
        order(now.minusSeconds(60), 1, "{\"order\":\"resume-commands\"}");
        var second = new Instance("two");

        // Then
        assertThat(awaitAnswers(2)).contains("two order.done resume-commands");
        assertThat(second.done).containsExactly("pause");
    }

    @Test
    void staysPausedThoughKafkaHasForgottenThePauseAndNotAnEarlierResume() throws Exception {
        // Given
        Instant now = Instant.now();
        var first = new Instance("one");
        order(now.minusSeconds(60), 1, "{\"order\":\"resume-commands\"}");
        order(now, 0, "{\"order\":\"pause-commands\"}");
        awaitAnswers(2);
        first.close();

        // When
        forgetAllOf(topics.control(), 0);
        var second = new Instance("two");
        await().atMost(PATIENCE).until(() -> !second.done.isEmpty());

        // Then
        assertThat(second.done).containsExactly("pause");
    }

    @Test
    void refusesOrdersOfLongAgoAlsoInATopicThatItDoesNotKnow() throws Exception {
        // Given
        var first = new Instance("one");
        order("{\"order\":\"scan-now\"}");
        order("{\"order\":\"scan-now\"}");
        awaitAnswers(2);
        first.close();
        makeAgain(topics.control());
        order(Instant.now().minusSeconds(11 * 60), 0, "{\"order\":\"odd\"}");

        // When
        new Instance("two");

        // Then
        assertThat(awaitAnswers(3)).contains("two order.refused odd");
        assertThat(kafka.read(topics.notifications()))
                .anySatisfy(answer -> assertThat(answer.value()).contains("before it knew this topic"));
    }

    private static void forgetAllOf(String topic, int partition) throws Exception {
        var all = Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(-1));
        try (var admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            admin.deleteRecords(all).all().get();
        }
    }

    @Test
    void obeysTheLaterOfTwoOrdersOfOnePartitionWhateverTheClocksOfTheirSendersSay() throws Exception {
        // Given
        Instant now = Instant.now();
        var first = new Instance("one");
        await().atMost(PATIENCE).until(() -> !first.done.isEmpty());

        // When
        order(now, 0, "{\"order\":\"pause-commands\"}");
        order(now.minusSeconds(60), 0, "{\"order\":\"resume-commands\"}");
        awaitAnswers(2);
        first.close();
        var second = new Instance("two");
        await().atMost(PATIENCE).until(() -> !second.done.isEmpty());

        // Then
        assertThat(first.done).containsExactly("resume", "pause", "resume");
        assertThat(second.done).containsExactly("resume");
    }

    @Test
    void goesOnAfterAnErrorThatNoOrderIsMadeFor() throws Exception {
        // Given
        breaks.set(true);
        var connector = new Instance("one");

        // When
        order("{\"order\":\"scan-now\"}");

        // Then
        assertThat(awaitAnswers(1)).containsExactly("one order.done scan-now");
        assertThat(connector.done).containsExactly("resume", "scan");
    }

    @Test
    void carriesOutWhatIsOrderedInATopicThatWasMadeAgainWhileItWasDown() throws Exception {
        // Given
        var first = new Instance("one");
        order("{\"order\":\"scan-now\"}");
        order("{\"order\":\"scan-now\"}");
        order("{\"order\":\"scan-now\"}");
        awaitAnswers(3);
        first.close();
        makeAgain(topics.control());
        order("{\"order\":\"pause-commands\"}");
        order("{\"order\":\"scan-now\"}");

        // When
        var second = new Instance("two");

        // Then
        assertThat(awaitAnswers(5)).contains("two order.done pause-commands", "two order.done scan-now");
        assertThat(second.done).containsExactly("pause", "scan");
    }

    @Test
    void carriesOutWhatIsOrderedInATopicThatWasMadeAgainUnderIt() throws Exception {
        // Given
        var connector = new Instance("one");
        order("{\"order\":\"scan-now\"}");
        order("{\"order\":\"scan-now\"}");
        order("{\"order\":\"scan-now\"}");
        awaitAnswers(3);

        // When
        makeAgain(topics.control());
        order("{\"order\":\"pause-commands\"}");
        order("{\"order\":\"scan-now\"}");

        // Then
        assertThat(awaitAnswers(5)).contains("one order.done pause-commands");
        assertThat(connector.done).containsExactly("resume", "scan", "scan", "scan", "pause", "scan");
    }

    @Test
    void carriesOutWhatIsOrderedInAPartitionThatWasAddedUnderIt() throws Exception {
        // Given
        settings.put("metadata.max.age.ms", 500);
        new Instance("one");
        order("{\"order\":\"scan-now\"}");
        awaitAnswers(1);

        // When
        try (var admin = Admin.create(settings)) {
            admin.createPartitions(Map.of(topics.control(), NewPartitions.increaseTo(3)))
                    .all()
                    .get();
        }
        order(2, "{\"order\":\"odd\"}");

        // Then
        assertThat(awaitAnswers(2)).containsExactlyInAnyOrder("one order.done scan-now", "one order.refused odd");
    }

    @Test
    void replaysDeadLettersAsTheyWere() throws Exception {
        // Given
        var headers = Map.of("traceparent", "t", "dlq-reason", "unknown-type", "dlq-offset", "7");
        kafka.send(topics.deadLetters(), "000000001", "{\"type\":\"dance\"}", headers);
        kafka.send(topics.deadLetters(), "000000002", "other", Map.of("dlq-reason", "too-large"));
        var nothingLeft = Map.of("dlq-reason", "unknown-type", "dlq-left-out", "value,headers");
        kafka.send(topics.deadLetters(), "000000003", null, nothingLeft);
        kafka.flush();
        new Instance("one");

        // When
        order("{\"order\":\"replay-dlq\",\"reason\":\"unknown-type\",\"dryRun\":true}");
        order("{\"order\":\"replay-dlq\",\"since\":\"" + Instant.now().plusSeconds(60) + "\"}");
        order("{\"order\":\"replay-dlq\",\"since\":\"yesterday\"}");
        awaitAnswers(3);
        assertThat(kafka.read(topics.commands())).isEmpty();
        order("{\"order\":\"replay-dlq\",\"reason\":\"unknown-type\"}");
        awaitAnswers(4);

        // Then
        assertThat(kafka.read(topics.commands())).singleElement().satisfies(command -> {
            assertThat(command.key()).isEqualTo("000000001");
            assertThat(command.value()).isEqualTo("{\"type\":\"dance\"}");
            assertThat(command.headers()).extracting(header -> header.key()).containsExactly("traceparent");
        });
        assertThat(kafka.read(topics.notifications()))
                .extracting(record -> new ObjectMapper()
                        .readTree(record.value())
                        .path("replayed")
                        .asText("-"))
                .containsExactlyInAnyOrder("0", "0", "-", "1");
    }

    @Test
    void refusesToReplayWhatTheCommandTopicDoesNotTakeAndGoesOnWithTheNextOrder() throws Exception {
        // Given
        allowAtMost(2000, topics.commands());
        kafka.send(topics.deadLetters(), "000000001", Noise.ofLength(3000), Map.of("dlq-reason", "refused"));
        for (int i = 0; i < 500; i++) {
            kafka.send(topics.deadLetters(), "000000001", "behind it", Map.of("dlq-reason", "refused"));
        }
        kafka.flush();
        new Instance("one");

        // When
        order("{\"order\":\"replay-dlq\"}");
        order("{\"order\":\"scan-now\"}");

        // Then
        assertThat(awaitAnswers(2)).containsExactly("one order.refused replay-dlq", "one order.done scan-now");
        assertThat(kafka.read(topics.notifications()).get(0).value())
                .contains("the dead letter at 0-0 has 3000 bytes, more than " + topics.commands() + " takes")
                .contains("before that 0 were");
        assertThat(kafka.read(topics.commands())).isEmpty();
    }

    @Test
    void replaysThoseSinceAnInstantAndLeavesTheEarlierOnes() throws Exception {
        // Given
        kafka.send(topics.deadLetters(), "000000001", "early", Map.of("dlq-reason", "refused"));
        kafka.flush();
        Instant early = Instant.now();
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(early.plusMillis(20)));
        Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        kafka.send(topics.deadLetters(), "000000002", "late", Map.of("dlq-reason", "refused"));
        kafka.flush();
        new Instance("one");

        // When
        order("{\"order\":\"replay-dlq\",\"since\":\"" + since + "\"}");
        awaitAnswers(1);

        // Then
        assertThat(kafka.read(topics.commands()))
                .singleElement()
                .satisfies(command -> assertThat(command.value()).isEqualTo("late"));
    }

    @Test
    void replaysNothingOlderThanTheInstantThoughItStandsBehindWhatIsYounger() throws Exception {
        // Given
        Instant since = Instant.now().minusSeconds(60);
        send(topics.deadLetters(), since.plusSeconds(1), 0, "younger");
        send(topics.deadLetters(), since.minusSeconds(1), 0, "older");
        new Instance("one");

        // When
        order("{\"order\":\"replay-dlq\",\"since\":\"" + since + "\"}");
        awaitAnswers(1);

        // Then
        assertThat(kafka.read(topics.commands()))
                .singleElement()
                .satisfies(command -> assertThat(command.value()).isEqualTo("younger"));
    }

    private static void allowAtMost(int bytes, String topic) throws Exception {
        var limit = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", String.valueOf(bytes)), AlterConfigOp.OpType.SET);
        try (var admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(limit)))
                    .all()
                    .get();
        }
    }

    private void makeAgain(String topic) throws Exception {
        try (var admin = Admin.create(settings)) {
            admin.deleteTopics(List.of(topic)).all().get();
            await().atMost(PATIENCE)
                    .until(() -> !admin.listTopics().names().get().contains(topic));
        }
        kafka.create(2, topic);
    }

    private void order(String json) {
        order(0, json);
    }

    private void order(int partition, String json) {
        kafka.send(topics.control(), partition, "k", json);
        kafka.flush();
    }

    private void order(Instant written, int partition, String json) throws Exception {
        send(topics.control(), written, partition, json);
    }

    private void send(String topic, Instant written, int partition, String value) throws Exception {
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, written.toEpochMilli(), "k", value))
                    .get();
        }
    }

    private List<String> awaitAnswers(int count) throws Exception {
        List<String> answers = new ArrayList<>();
        for (var record : kafka.await(topics.notifications(), PATIENCE, found -> found.size() >= count)) {
            JsonNode json = new ObjectMapper().readTree(record.value());
            String type = io.github.camelonomondo.support.Topics.header(record, "ce_type");
            answers.add(json.path("instance").asText() + " "
                    + type.replace("com.onomondo.connector.", "").replace(".v1", "") + " "
                    + json.path("order").asText());
        }
        assertThat(answers).hasSize(count);
        return answers;
    }
}
