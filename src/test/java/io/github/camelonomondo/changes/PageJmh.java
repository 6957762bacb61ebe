package io.github.camelonomondo.changes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelonomondo.changes.compare.Difference;
import io.github.camelonomondo.changes.compare.SimFields;
import io.github.camelonomondo.simulator.Fleet;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A page of 1,000 unchanged SIMs, and the difference of one SIM that changed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PageJmh {

    private static final int SIMS = 1_000;

    private final SimFields fields = SimFields.ignoring(SimFields.IGNORED_BY_DEFAULT);
    private final FleetState state = new FleetState(fields);
    private final PageReader reader = new PageReader(fields);
    private int scan = 1;
    private byte[] page = {};
    private byte[] before = {};
    private byte[] after = {};

    @Setup
    public void prepare() throws IOException {
        var fleet = Fleet.of(SIMS);
        page = fleet.ids().stream()
                .map(id -> fleet.row(id).toString())
                .collect(Collectors.joining(",", "{\"sims\":[", "]}"))
                .getBytes(UTF_8);
        var comparison = new PageComparison(state, fields, scan, false);
        comparison.begin(Instant.EPOCH);
        reader.read(page, comparison);
        comparison.apply();
        before = fleet.row("000000001").toString().getBytes(UTF_8);
        fleet.change("000000001", "label", "pump-17");
        after = fleet.row("000000001").toString().getBytes(UTF_8);
    }

    @Benchmark
    public Object unchangedPage() throws IOException {
        var comparison = new PageComparison(state, fields, ++scan, false);
        comparison.begin(Instant.EPOCH);
        Object end = reader.read(page, comparison);
        comparison.cameWhole();
        return end;
    }

    @Benchmark
    public Object differenceOfOneSim() throws IOException {
        return Difference.between(before, after, fields);
    }
}
