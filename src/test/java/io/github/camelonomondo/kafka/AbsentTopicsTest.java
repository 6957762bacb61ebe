package io.github.camelonomondo.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelonomondo.support.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** At a broker that makes every topic that somebody asks for, not compacted. */
class AbsentTopicsTest {

    private static final KafkaBroker BROKER = new KafkaBroker(new KafkaBroker.Door() {
        @Override
        public String protocol() {
            return OPEN.protocol();
        }

        @Override
        public Map<String, String> brokerSettings() {
            return Map.of("auto.create.topics.enable", "true");
        }
    });

    private static Map<String, Object> settings;
    private static Admin admin;

    @BeforeAll
    static void start() {
        BROKER.start();
        settings = Map.of("bootstrap.servers", BROKER.bootstrapServers());
        admin = Admin.create(settings);
    }

    @AfterAll
    static void stop() {
        admin.close();
        BROKER.close();
    }

    @Test
    void areNotMadeByAnElection() throws Exception {
        try (var election = new LeaderElection(settings, "gone-state", "gone-leader")) {
            election.start();

            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> admin.describeConsumerGroups(List.of("gone-leader"))
                                    .describedGroups()
                                    .get("gone-leader")
                                    .get()
                                    .groupState()
                            == GroupState.STABLE);
            assertThat(admin.listTopics().names().get()).doesNotContain("gone-state");
        }
    }

    @Test
    void areNotMadeByWhoLooksOn() throws Exception {
        assertThatThrownBy(() -> new TopicTail(settings, List.of("gone-events")))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("gone-events");

        assertThat(admin.listTopics().names().get()).doesNotContain("gone-events");
    }
}
