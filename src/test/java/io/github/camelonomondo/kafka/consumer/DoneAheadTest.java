package io.github.camelonomondo.kafka.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a committed offset says of the records behind it. */
class DoneAheadTest {

    /** What a broker takes unless it is told otherwise. */
    private static final int MOST_CHARACTERS = 4096;

    @Test
    void isReadAsItWasWritten() {
        var done = Set.of(7_000_000_001L, 7_000_000_002L, 7_000_004_711L);

        var committed = DoneAhead.committing(7_000_000_000L, done);

        assertThat(committed.offset()).isEqualTo(7_000_000_000L);
        assertThat(DoneAhead.in(committed)).isEqualTo(done);
    }

    @Test
    void isNothingWhereNothingIsDone() {
        assertThat(DoneAhead.committing(5, Set.of())).isEqualTo(new OffsetAndMetadata(5));
        assertThat(DoneAhead.committing(5, Set.of(3L, 4L))).isEqualTo(new OffsetAndMetadata(5));
    }

    @Test
    void fitsIntoWhatABrokerTakesHoweverMuchIsDone() {
        var done = LongStream.range(1, 200_000).boxed().collect(Collectors.toSet());

        var committed = DoneAhead.committing(1, done);

        assertThat(committed.metadata()).hasSizeLessThan(MOST_CHARACTERS);
        assertThat(DoneAhead.in(committed)).contains(1L, 6_000L).isSubsetOf(done);
    }

    /** As it is where a group is mirrored to another cluster. */
    @Test
    void isNothingOnceItWasMovedToAnotherOffset() {
        var committed = DoneAhead.committing(1_000, Set.of(1_001L, 1_002L));

        assertThat(DoneAhead.in(new OffsetAndMetadata(900, committed.metadata())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "of somebody else", "camel-onomondo/1:5:", "camel-onomondo/1:5:%", "camel-onomondo/2:5:AQ"})
    void isNothingInWhatOthersCommitted(String metadata) {
        assertThat(DoneAhead.in(new OffsetAndMetadata(5, metadata))).isEmpty();
    }
}
