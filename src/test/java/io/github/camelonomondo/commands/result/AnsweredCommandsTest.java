package io.github.camelonomondo.commands.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.kafka.consumer.AnsweredBefore.Known;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which records count as answered when their partition is read. */
class AnsweredCommandsTest {

    private static final TopicPartition PARTITION = record(0).partition();
    private static final Known NONE_COMMITTED = new Known(-1, Set.of());
    private static final Known ANEW = new Known(Long.MAX_VALUE, Set.of());

    private final AnsweredCommands answered = new AnsweredCommands();

    @Test
    void areThoseThatOthersAnsweredBehindTheCommittedOffset() {
        answered.begin(PARTITION, new Known(5, Set.of(7L)));

        assertThat(answered.contains(record(5))).isFalse();
        assertThat(answered.contains(record(7))).isTrue();
        assertThat(answered.from(PARTITION, 6)).containsExactly(7L);
    }

    @Test
    void areStillOursWhereThePartitionCameBackAndNothingWasCommittedYet() {
        answered.add(record(3));

        answered.begin(PARTITION, NONE_COMMITTED);

        assertThat(answered.contains(record(3))).isTrue();
    }

    @Test
    void areNoneOfALogThatWasMadeAnew() {
        answered.add(record(3));
        answered.forget(PARTITION, 2);

        answered.begin(PARTITION, NONE_COMMITTED);

        assertThat(answered.contains(record(3))).isFalse();
    }

    @Test
    void areNoneOfALogThatBeginsBehindWhatIsCommitted() {
        answered.add(record(3));

        answered.begin(PARTITION, ANEW);

        assertThat(answered.contains(record(3))).isFalse();
    }

    private static CommandRecord record(long offset) {
        return Records.of(offset, null, new byte[0], Map.of());
    }
}
