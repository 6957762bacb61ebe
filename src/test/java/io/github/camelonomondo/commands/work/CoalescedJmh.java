package io.github.camelonomondo.commands.work;

import io.github.camelonomondo.commands.parse.Change;
import io.github.camelonomondo.commands.parse.Command;
import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.parse.CommandType;
import io.github.camelonomondo.sim.SimId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to make one update of the waiting commands of one SIM. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CoalescedJmh {

    private static final TopicPartition PARTITION = new TopicPartition("onomondo.sim.commands", 0);

    /** Commands that wait. */
    @Param({"1", "10"})
    public int commands;

    private List<Piece> labels;
    private List<Piece> tags;

    @Setup
    public void prepare() {
        labels = IntStream.range(0, commands)
                .mapToObj(i -> piece(i, CommandType.RELABEL, Change.of(Map.of("label", "pump-" + i))))
                .toList();
        tags = IntStream.range(0, commands)
                .mapToObj(i ->
                        piece(i, CommandType.TAG, new Change(Map.of(), null, List.of("tag-" + i % 3), List.of())))
                .toList();
    }

    private static Piece piece(int offset, CommandType type, Change change) {
        var record = new CommandRecord(
                PARTITION, offset, new byte[0], new byte[0], new RecordHeaders(), Instant.EPOCH, Instant.EPOCH);
        var command = new Command("c-" + offset, type, new SimId("000000001"), change, null, false, record);
        return new Piece(command, change);
    }

    @Benchmark
    public Object lastLabelWins() {
        return Coalesced.of(labels, null);
    }

    @Benchmark
    public Object tagsCompose() {
        return Coalesced.of(tags, Set.of("tag-0", "tag-9"));
    }
}
