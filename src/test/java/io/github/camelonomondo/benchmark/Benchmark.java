package io.github.camelonomondo.benchmark;

import java.util.Map;
import java.util.function.BiConsumer;

/** Measures what its arguments ask for and writes it down. docs/benchmark.md says how to start it, and what it can do. */
public final class Benchmark {

    private static final Map<String, BiConsumer<Options, Report>> SECTIONS = Map.of(
            "commands", Commands::measure,
            "rate", Rate::measure,
            "scans", Scans::measure,
            "start", Starts::measure,
            "jmh", SmallParts::measure,
            "soak", Soak::measure);

    private Benchmark() {}

    public static void main(String[] args) {
        var options = Options.of(args);
        var report = new Report(options.out());
        for (String name : options.sections()) {
            BiConsumer<Options, Report> section = SECTIONS.get(name);
            if (section == null) {
                throw new IllegalArgumentException("no section is named " + name + ", these are: " + SECTIONS.keySet());
            }
            section.accept(options, report);
        }
        System.exit(0); // whatever a client left running
    }
}
