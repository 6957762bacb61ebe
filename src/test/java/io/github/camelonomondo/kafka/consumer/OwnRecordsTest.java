package io.github.camelonomondo.kafka.consumer;

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
        own.polled(COMMANDS, 500, 509);

        assertThat(own.include(COMMANDS, 499)).isFalse();
        assertThat(own.include(COMMANDS, 500)).isTrue();
        assertThat(own.include(COMMANDS, 501)).isTrue();
    }

    @Test
    void areThoseOfATopicThatWasMadeAgainAndNoneOfTheOldOne() {
        // Given
        own.polled(COMMANDS, 400, 499);
        assertThat(own.include(COMMANDS, 400)).isTrue();
        own.committed(Map.of(COMMANDS, new OffsetAndMetadata(500)));
        own.polled(COMMANDS, 500, 509);

        // When
        own.polled(COMMANDS, 0, 9);

        // Then
        assertThat(own.include(COMMANDS, 500))
                .as("of the old log, still held by Camel")
                .isFalse();
        assertThat(own.include(COMMANDS, 0)).isTrue();
        assertThat(own.include(COMMANDS, 1)).isTrue();
    }

    @Test
    void areOfAnotherLogIfTheyWereReadBeforeThoughNoneIsCommitted() {
        own.polled(COMMANDS, 0, 49);

        assertThat(own.isOfAnotherLog(COMMANDS, 50)).isFalse();
        assertThat(own.isOfAnotherLog(COMMANDS, 49)).isTrue();
        assertThat(own.polled(COMMANDS, 1, 9)).isFalse();
    }

    @Test
    void areNotOfAnotherLogIfTheyWerePutBack() {
        own.polled(COMMANDS, 0, 49);

        own.putBack(COMMANDS);

        assertThat(own.isOfAnotherLog(COMMANDS, 10)).isFalse();
        assertThat(own.polled(COMMANDS, 10, 19)).isTrue();
        assertThat(own.include(COMMANDS, 10)).isTrue();
    }
}
