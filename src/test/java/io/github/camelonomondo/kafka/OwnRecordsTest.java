package io.github.camelonomondo.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OwnRecordsTest {

    private static final TopicPartition COMMANDS = new TopicPartition("commands", 0);

    private final OwnRecords own = new OwnRecords();

    @Test
    void areThoseFromWhereReadingBegan() {
        own.polled(COMMANDS, 500);

        assertThat(own.include(COMMANDS, 499)).isFalse();
        assertThat(own.include(COMMANDS, 500)).isTrue();
        assertThat(own.include(COMMANDS, 501)).isTrue();
    }

    @Test
    void areThoseOfATopicThatWasMadeAgainAndNoneOfTheOldOne() {
        // Given
        own.polled(COMMANDS, 400);
        assertThat(own.include(COMMANDS, 400)).isTrue();
        own.committed(Map.of(COMMANDS, new OffsetAndMetadata(500)));
        own.polled(COMMANDS, 500);

        // When
        own.polled(COMMANDS, 0);

        // Then
        assertThat(own.include(COMMANDS, 500))
                .as("of the old log, still held by Camel")
                .isFalse();
        assertThat(own.include(COMMANDS, 0)).isTrue();
        assertThat(own.include(COMMANDS, 1)).isTrue();
    }
}
