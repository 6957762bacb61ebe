package io.github.camelonomondo.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.parse.Parsed;
import io.github.camelonomondo.commands.parse.Records;
import io.github.camelonomondo.commands.work.RetryRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What goes into a batch, and what is left to the next. */
class BatchCutTest {

    private static final int PARTITIONS = 3;
    private static final BatchCut.LeftOut NOTHING = new BatchCut.LeftOut(Map.of(), BatchCut.Reason.NONE);

    private final CommandParser parser = new CommandParser();
    private BatchLimit most = new BatchLimit(10, 100);
    private final BatchCut bulks = cut(false);
    private final BatchCut exact = cut(true);

    @Test
    void takesAllIfThereIsNoLimit() {
        most = BatchLimit.NONE;

        assertThat(bulks.leftOut(tags(100), List::of)).isEqualTo(NOTHING);
    }

    @Test
    void takesOneCommandAtLeast() {
        most = new BatchLimit(1, 100);

        assertThat(bulks.leftOut(tags(1), List::of)).isEqualTo(NOTHING);
        assertThat(bulks.leftOut(tags(3), List::of).from()).hasSize(2).containsValue(0L);
        assertThat(exact.leftOut(
                        List.of(read(0, 0, "{'type':'tag','tags':['a','b','c'],'sim':'000000001'}")), List::of))
                .isEqualTo(NOTHING);
    }

    @Test
    void takesBulksInFullAndLookUpsOneByOne() {
        var relabels = new ArrayList<BatchCut.Read>();
        for (int i = 0; i < 201; i++) {
            relabels.add(read(0, i, "{'type':'relabel','label':'x','sim':'%09d'}".formatted(i)));
        }

        assertThat(bulks.leftOut(relabels, List::of)).isEqualTo(full(partition(0), 200L));
        assertThat(taken(tags(100), bulks.leftOut(tags(100), List::of).from())).isBetween(5, 8);
    }

    @Test
    void countsWhatTheBatchHasAlready() {
        var inHand = IntStream.range(0, 190)
                .mapToObj(i -> command(read(1, i, "{'type':'relabel','label':'x','sim':'%09d'}".formatted(i))))
                .toList();
        var relabels = IntStream.range(190, 220)
                .mapToObj(i -> read(0, i, "{'type':'relabel','label':'x','sim':'%09d'}".formatted(i)))
                .toList();

        assertThat(bulks.leftOut(relabels, () -> inHand)).isEqualTo(full(partition(0), 200L));
    }

    @Test
    void leavesThePartitionOfASimThatIsBusyAndTakesTheOthers() {
        most = new BatchLimit(1000, 2);
        var inHand = List.of(
                command(read(0, 0, "{'type':'activate','coalesce':false,'sim':'000000001'}")),
                command(read(0, 1, "{'type':'deactivate','coalesce':false,'sim':'000000001'}")));
        var read = List.of(
                read(0, 2, "{'type':'activate','coalesce':false,'sim':'000000001'}"),
                read(0, 3, "{'type':'activate','sim':'000000002'}"),
                read(1, 7, "{'type':'activate','sim':'000000003'}"),
                read(1, 8, "{'type':'activate','sim':'000000004'}"));

        assertThat(bulks.leftOut(read, () -> inHand))
                .isEqualTo(new BatchCut.LeftOut(Map.of(partition(0), 2L), BatchCut.Reason.BUSY_SIM));
    }

    @Test
    void takesACommandThatNeedsMoreCallsInARowThanTwentySecondsAllowIfItsSimIsNotBusy() {
        most = new BatchLimit(1000, 3);
        var inHand = List.of(command(read(1, 0, "{'type':'activate','sim':'000000001'}")));
        var read = List.of(
                read(0, 2, "{'type':'tag','tags':['a','b','c','d'],'sim':'000000002'}"),
                read(0, 3, "{'type':'tag','tags':['e'],'sim':'000000002'}"));

        assertThat(exact.leftOut(read, () -> inHand))
                .isEqualTo(new BatchCut.LeftOut(Map.of(partition(0), 3L), BatchCut.Reason.BUSY_SIM));
    }

    private static BatchCut.LeftOut full(TopicPartition partition, long from) {
        return new BatchCut.LeftOut(Map.of(partition, from), BatchCut.Reason.FULL);
    }

    private static Command command(BatchCut.Read read) {
        return ((Parsed.Accepted) read.parsed()).command();
    }

    @Test
    void takesATagForACallWhereTheyAreExact() {
        var tags = new ArrayList<BatchCut.Read>();
        for (int i = 0; i < 10; i++) {
            tags.add(read(0, i, "{'type':'tag','tags':['a','b','c'],'sim':'%09d'}".formatted(i)));
        }

        // A call for the list of tags, and three times three.
        assertThat(exact.leftOut(tags, List::of)).isEqualTo(full(partition(0), 3L));
    }

    @Test
    void takesNoMoreBarriersOfASimThanCanGoOneAfterTheOther() {
        most = new BatchLimit(100, 5);
        var barriers = new ArrayList<BatchCut.Read>();
        for (int i = 0; i < 40; i++) {
            barriers.add(
                    read(i % 2, i / 2, "{'type':'activate','coalesce':false,'sim':'00000000%d'}".formatted(i % 2)));
        }

        assertThat(bulks.leftOut(barriers, List::of).from()).containsValue(5L);
        assertThat(taken(barriers, bulks.leftOut(barriers, List::of).from())).isBetween(10, 11);
    }

    /** Whatever is put back comes again; in the end all was taken once, each partition in its order. */
    @Test
    void servesEveryPartitionInTurnAndLosesNothing() {
        most = new BatchLimit(1, 100);
        var left = new ArrayList<>(tags(30));
        var batches = new ArrayList<List<BatchCut.Read>>();
        while (!left.isEmpty()) {
            Map<TopicPartition, Long> from = bulks.leftOut(left, List::of).from();
            List<BatchCut.Read> batch =
                    left.stream().filter(read -> isTaken(read, from)).toList();
            assertThat(batch).isNotEmpty();
            left.removeAll(batch);
            batches.add(batch);
        }

        assertThat(batches).hasSize(30);
        for (int i = 0; i < 30; i += PARTITIONS) {
            assertThat(batches.subList(i, i + PARTITIONS))
                    .extracting(batch -> batch.get(0).record().partition())
                    .containsExactlyInAnyOrder(partition(0), partition(1), partition(2));
        }
        var last = new HashMap<TopicPartition, Long>();
        batches.forEach(batch -> batch.forEach(read -> {
            Long before = last.put(read.record().partition(), read.record().offset());
            assertThat(before == null ? -1 : before).isLessThan(read.record().offset());
        }));
    }

    private static boolean isTaken(BatchCut.Read read, Map<TopicPartition, Long> leftOut) {
        return read.record().offset() < leftOut.getOrDefault(read.record().partition(), Long.MAX_VALUE);
    }

    private static int taken(List<BatchCut.Read> read, Map<TopicPartition, Long> leftOut) {
        return (int) read.stream().filter(one -> isTaken(one, leftOut)).count();
    }

    private List<BatchCut.Read> tags(int count) {
        var tags = new ArrayList<BatchCut.Read>();
        for (int i = 0; i < count; i++) {
            tags.add(read(i % PARTITIONS, i / PARTITIONS, "{'type':'tag','tag':'t1','sim':'%09d'}".formatted(i)));
        }
        return tags;
    }

    private BatchCut.Read read(int partition, long offset, String json) {
        byte[] value = json.replace('\'', '"').getBytes(UTF_8);
        var record = new CommandRecord(
                partition(partition), offset, null, value, new RecordHeaders(), Records.RECEIVED, Records.RECEIVED);
        return new BatchCut.Read(record, parser.parse(record));
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("commands", number);
    }

    private BatchCut cut(boolean exactTags) {
        var names = new TagNames();
        var retry = new RetryRule(5, Duration.ofSeconds(30), Duration.ZERO);
        return new BatchCut(
                new CommandBatch.BatchTools(new IccidIndex(), names, retry, exactTags, new FleetPages()), () -> most);
    }
}
