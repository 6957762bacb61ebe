package io.github.camelonomondo.commands.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a record to a command. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CommandParserJmh {

    private final CommandParser parser = new CommandParser();
    private final CommandRecord relabel = new CommandRecord(
            new TopicPartition("onomondo.sim.commands", 0),
            4711,
            "000000001".getBytes(UTF_8),
            "{\"id\":\"c-1\",\"type\":\"relabel\",\"sim\":\"000000001\",\"label\":\"pump-17\"}".getBytes(UTF_8),
            new RecordHeaders(),
            Instant.EPOCH,
            Instant.parse("2026-01-01T00:00:00.123456Z"));

    @Benchmark
    public Object parse() {
        return parser.parse(relabel);
    }
}
