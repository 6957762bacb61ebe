package io.github.camelonomondo.benchmark;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The JMH benchmarks of difference, coalescing, parsing and answers, in short: one fork, a few seconds each. */
final class SmallParts {

    private SmallParts() {}

    static void measure(Options options, Report report) {
        int seconds = options.number("jmh-seconds");
        var choice = new OptionsBuilder();
        options.texts("jmh").forEach(choice::include);
        var jmh = choice.forks(1)
                .warmupIterations(seconds)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(seconds)
                .measurementTime(TimeValue.seconds(1))
                .build();
        report.section(
                "jmh",
                Report.table(
                        List.of("part", "a call takes", "± (99.9 %)", ""),
                        run(new Runner(jmh)).stream()
                                .map(SmallParts::row)
                                .sorted(Comparator.comparing(row -> row.get(0)))
                                .toList()));
    }

    private static Collection<RunResult> run(Runner runner) {
        try {
            return runner.run();
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH ended early", e);
        }
    }

    private static List<String> row(RunResult run) {
        Result<?> result = run.getPrimaryResult();
        return List.of(
                title(run),
                String.format(Locale.ROOT, "%,.1f", result.getScore()),
                Double.isNaN(result.getScoreError()) // of fewer than three seconds
                        ? "–"
                        : String.format(Locale.ROOT, "%,.1f", result.getScoreError()),
                result.getScoreUnit().replace("us", "µs"));
    }

    /** Like {@code Coalesced.lastLabelWins, commands 10}. */
    private static String title(RunResult run) {
        String[] name = run.getParams().getBenchmark().split("\\.", -1);
        var parameters = run.getParams().getParamsKeys().stream()
                .map(key -> ", " + key + " " + run.getParams().getParam(key))
                .collect(Collectors.joining());
        return name[name.length - 2].replace("Jmh", "") + "." + name[name.length - 1] + parameters;
    }
}
