package io.github.camelonomondo.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.support.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LeaderElectionTest {

    private static final KafkaBroker BROKER = new KafkaBroker();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<LeaderElection> elections = new ArrayList<>();

    @BeforeAll
    static void start() {
        BROKER.start();
        try (var topics = new io.github.camelonomondo.support.Topics(BROKER.bootstrapServers())) {
            topics.create(3, "state", "other-state");
        }
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @AfterEach
    void close() {
        elections.forEach(LeaderElection::close);
    }

    @Test
    void keepsOneLeaderWhileOthersJoinAndTellsHowManyThereAre() {
        // Given
        List<Boolean> heard = new CopyOnWriteArrayList<>();
        var first = election("keeps");
        first.listen(new LeaderElection.Listener() {
            @Override
            public void leadership(boolean leads) {
                heard.add(leads);
            }
        });
        first.start();
        await().atMost(PATIENCE).until(first::leads);

        // When
        var second = election("keeps");
        var third = election("keeps");
        second.start();
        third.start();

        // Then
        await().atMost(PATIENCE).until(() -> elections.stream().allMatch(one -> one.members() == 3));
        assertThat(elections).filteredOn(LeaderElection::leads).containsExactly(first);
        assertThat(heard).containsExactly(true);
    }

    @Test
    void hasALeaderForEachTopicOfItsMembers() {
        // Given
        var one = election("topics");
        var another = election("topics");
        var elsewhere = election("other-state", "topics");

        // When
        elections.forEach(LeaderElection::start);

        // Then
        await().atMost(PATIENCE).until(() -> elections.stream().allMatch(member -> member.members() == 3));
        await().atMost(PATIENCE).until(() -> elsewhere.leads() && (one.leads() || another.leads()));
        assertThat(elections).filteredOn(LeaderElection::leads).hasSize(2);
    }

    @Test
    void isFollowedAtOnceByAnotherWhenItStops() {
        // Given
        var first = election("follows");
        first.start();
        await().atMost(PATIENCE).until(first::leads);
        var second = election("follows");
        second.start();
        await().atMost(PATIENCE).until(() -> second.members() == 2);

        // When
        long stopped = System.nanoTime();
        first.close();

        // Then
        await().atMost(PATIENCE).until(() -> second.leads() && second.members() == 1);
        assertThat(first.leads()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(9));
    }

    @Test
    void knowsWhetherKafkaIsThere() {
        try (var broker = new KafkaBroker().start()) {
            // Given
            try (var topics = new io.github.camelonomondo.support.Topics(broker.bootstrapServers())) {
                topics.create(1, "state");
            }
            var election =
                    new LeaderElection(Map.of("bootstrap.servers", broker.bootstrapServers()), "state", "away-leader");
            elections.add(election);
            election.start();
            await().atMost(PATIENCE).until(election::leads);
            assertThat(election.isKafkaThere()).isTrue();

            // When
            broker.stop();

            // Then
            await().atMost(PATIENCE).until(() -> !election.isKafkaThere());
            broker.start();
            await().atMost(PATIENCE.multipliedBy(2)).until(() -> election.isKafkaThere() && election.leads());
        }
    }

    @Test
    void joinsAgainAfterAnErrorOfWhoHearsOfIt() {
        // Given
        List<Boolean> heard = new CopyOnWriteArrayList<>();
        var election = election("error");
        election.listen(new LeaderElection.Listener() {
            @Override
            public void leadership(boolean leads) {
                heard.add(leads);
                if (heard.size() == 1) {
                    throw new StackOverflowError("too deep");
                }
            }
        });

        // When
        election.start();

        // Then
        await().atMost(PATIENCE).until(() -> heard.size() == 3);
        assertThat(heard).containsExactly(true, false, true);
    }

    @Test
    void runsAMasterRouteOnTheLeaderAlone() throws Exception {
        // Given
        var running = new CopyOnWriteArrayList<String>();
        var first = context("one", running);
        await().atMost(PATIENCE).until(() -> running.contains("one"));
        var second = context("two", running);
        await().atMost(PATIENCE).until(() -> elections.get(1).members() == 2);

        // When
        first.stop();

        // Then
        await().atMost(PATIENCE).until(() -> running.contains("two"));
        assertThat(running.lastIndexOf("one")).isLessThan(running.indexOf("two"));
        second.stop();
    }

    private CamelContext context(String name, List<String> running) throws Exception {
        var context = new DefaultCamelContext();
        context.addService(new KafkaGroupClusterService(election("master"), name));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:group:timer:tick?period=100").process(exchange -> running.add(name));
            }
        });
        context.start();
        return context;
    }

    private LeaderElection election(String group) {
        return election("state", group);
    }

    private LeaderElection election(String topic, String group) {
        var election =
                new LeaderElection(Map.of("bootstrap.servers", BROKER.bootstrapServers()), topic, group + "-leader");
        elections.add(election);
        return election;
    }
}
