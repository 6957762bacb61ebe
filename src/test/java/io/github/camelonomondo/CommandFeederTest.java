package io.github.camelonomondo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.Topics;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class CommandFeederTest {

    @Test
    void sendsOneCommandOfEachKindKeyedByItsSim() throws Exception {
        try (var broker = new KafkaBroker().start();
                var topics = new Topics(broker.bootstrapServers());
                var feeder = new CommandFeeder(topics, Fleet.of(10), 1)) {
            // Given
            topics.create(6, CommandFeeder.TOPIC);

            // When
            feeder.feed();

            // Then
            var types = new ArrayList<String>();
            for (var record : topics.await(CommandFeeder.TOPIC, Duration.ofSeconds(20), found -> found.size() == 3)) {
                var command = new ObjectMapper().readTree(record.value());
                types.add(command.path("type").asText());
                assertThat(command.path("sim").asText()).isEqualTo(record.key());
            }
            assertThat(types).containsExactlyInAnyOrder("activate", "relabel", "tag");
        }
    }
}
