package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.sim.SimId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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

/** Reading the answer of a full bulk. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BulkLinesJmh {

    private static final int OK = 200;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Set<SimId> asked = new HashSet<>();
    private byte[] body = {};

    @Setup
    public void prepare() {
        var lines = new StringBuilder();
        for (int i = 1; i <= OnomondoApi.MAX_BULK; i++) {
            var sim = new SimId(String.format("%09d", i));
            asked.add(sim);
            lines.append("{\"id\":\"").append(sim).append("\",\"success\":true}\n");
        }
        body = lines.toString().getBytes(UTF_8);
    }

    @Benchmark
    public Object twentyLines() {
        return BulkLines.read(mapper, body, asked, OK);
    }
}
