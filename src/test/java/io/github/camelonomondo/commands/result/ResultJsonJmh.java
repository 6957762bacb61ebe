package io.github.camelonomondo.commands.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelonomondo.commands.parse.CommandParser;
import io.github.camelonomondo.commands.parse.CommandRecord;
import io.github.camelonomondo.commands.parse.Parsed;
import java.time.Instant;
import java.util.Map;
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

/** From a result to its JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResultJsonJmh {

    private final ResultJson json = new ResultJson();
    private final CommandRecord relabel = new CommandRecord(
            new TopicPartition("onomondo.sim.commands", 0),
            4711,
            "000000001".getBytes(UTF_8),
            "{\"id\":\"c-1\",\"type\":\"relabel\",\"sim\":\"000000001\",\"label\":\"pump-17\"}".getBytes(UTF_8),
            new RecordHeaders(),
            Instant.EPOCH,
            Instant.parse("2026-01-01T00:00:00.123456Z"));
    private final CommandResult result = CommandResult.of(
                    ((Parsed.Accepted) new CommandParser().parse(relabel)).command(),
                    "000000001",
                    CommandResult.Status.SUCCEEDED,
                    Instant.parse("2026-01-01T00:00:00.323456Z"))
            .applying(Map.of("label", "pump-17"))
            .after(1, new CommandResult.Call("8f7c4f2e-2f4e-4d0c-9d5c-3f8a5b1c7e11", 20, 200));

    @Benchmark
    public Object write() {
        return json.write(result);
    }
}
