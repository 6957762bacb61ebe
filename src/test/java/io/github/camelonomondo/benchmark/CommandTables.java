package io.github.camelonomondo.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The runs of {@link Commands} as a table and as a chart. */
record CommandTables(List<Subject> subjects, Map<String, Map<Subject, List<Throughput>>> runs) {

    String markdown() {
        var columns = new ArrayList<>(List.of("backlog"));
        for (Subject subject : subjects) {
            columns.add(subject.title() + ", commands/s");
            if (subject != Subject.BARE) {
                columns.add("of the bare loop");
            }
            columns.add("fill");
            columns.add("core µs/command");
        }
        var rows = new ArrayList<List<String>>();
        runs.forEach((title, bySubject) -> rows.add(row(title, bySubject)));
        return Report.table(columns, rows);
    }

    private List<String> row(String title, Map<Subject, List<Throughput>> bySubject) {
        var row = new ArrayList<>(List.of(title));
        for (Subject subject : subjects) {
            List<Throughput> own = bySubject.get(subject);
            row.add(Spread.of(own.stream().map(Throughput::perSecond).toList()).text("%,.0f"));
            if (subject != Subject.BARE) {
                row.add(ratio(own, bySubject.get(Subject.BARE)));
            }
            row.add(middle(own.stream().map(Throughput::fill).toList(), "%.1f"));
            row.add(middle(own.stream().map(Throughput::cpuMicros).toList(), "%.0f"));
        }
        return row;
    }

    private static String middle(List<Double> values, String format) {
        return String.format(Locale.ROOT, format, Spread.of(values).median());
    }

    /** Of runs that followed each other at once: what disturbs the machine for longer disturbs both. */
    private static String ratio(List<Throughput> own, List<Throughput> bare) {
        return bare == null
                ? "–"
                : Spread.of(IntStream.range(0, own.size())
                                .mapToObj(run ->
                                        own.get(run).perSecond() / bare.get(run).perSecond())
                                .toList())
                        .text("%.2f");
    }

    String chart() {
        var chart = new BarChart(
                "Commands per second, median",
                subjects.stream().map(Subject::title).toList());
        runs.forEach((title, bySubject) -> chart.add(
                title,
                subjects.stream()
                        .map(subject -> Spread.of(bySubject.get(subject).stream()
                                        .map(Throughput::perSecond)
                                        .toList())
                                .median())
                        .toList()));
        return chart.svg();
    }
}
