package io.github.camelonomondo.commands.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.kafka.consumer.DoneBefore.Known;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which records count as done when their partition is read. */
class DoneCommandsTest {

    private static final TopicPartition PARTITION = record(0).partition();
    private static final Known NONE_COMMITTED = new Known(-1, Set.of());
    private static final Known ANEW = new Known(Long.MAX_VALUE, Set.of());

    private final DoneCommands done = new DoneCommands();

    @Test
    void areThoseThatOthersHadDoneBehindTheCommittedOffset() {
        done.begin(PARTITION, new Known(5, Set.of(7L)));

        assertThat(done.contains(record(5))).isFalse();
        assertThat(done.contains(record(7))).isTrue();
        assertThat(done.from(PARTITION, 6)).containsExactly(7L);
    }

    @Test
    void areStillOursWhereThePartitionCameBackAndNothingWasCommittedYet() {
        done.add(record(3));

        done.begin(PARTITION, NONE_COMMITTED);

        assertThat(done.contains(record(3))).isTrue();
    }

    @Test
    void areNoneOfALogThatWasMadeAnew() {
        done.add(record(3));
        done.forget(PARTITION, 2);

        done.begin(PARTITION, NONE_COMMITTED);

        assertThat(done.contains(record(3))).isFalse();
    }

    @Test
    void areNoneOfALogThatBeginsBehindWhatIsCommitted() {
        done.add(record(3));

        done.begin(PARTITION, ANEW);

        assertThat(done.contains(record(3))).isFalse();
    }

    private static CommandRecord record(long offset) {
        return Records.of(offset, null, new byte[0], Map.of());
    }
}
