package io.github.camelonomondo.benchmark;

import io.github.camelonomondo.support.ConnectorProcess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Commands per second: bare loop, connector and peer in turns, on the same backlogs. */
final class Commands {

    private final Options options;
    private final Stage stage;
    private final Backlog backlog;
    private final List<Subject> subjects;
    private final Map<String, Map<Subject, List<Throughput>>> runs = new LinkedHashMap<>();
    private final List<String> raw = new ArrayList<>();
    private final List<List<String>> lone = new ArrayList<>();

    private Commands(Options options, Stage stage) {
        this.options = options;
        this.stage = stage;
        this.backlog = new Backlog(stage);
        this.subjects = options.texts("subjects").stream()
                .map(name -> Subject.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
        raw.add("subject,in_flight,latency_ms,commands_per_sim,run,commands,seconds,commands_per_second,calls,fill,"
                + "cpu_us_per_command,stage_cpu_us_per_command");
    }

    static void measure(Options options, Report report) {
        try (var stage = new Stage(Math.max(1_000, options.number("most")))) {
            var commands = new Commands(options, stage);
            options.numbers("in-flight").forEach(commands::with);
            var tables = new CommandTables(commands.subjects, commands.runs);
            report.csv("commands.csv", commands.raw);
            report.file("commands.svg", tables.chart());
            report.section(
                    "commands",
                    tables.markdown() + "\n"
                            + Report.table(List.of("a lone command", "p50 ms", "p99 ms", "n"), commands.lone));
        }
    }

    private void with(int inFlight) {
        var processes = new EnumMap<Subject, ConnectorProcess>(Subject.class);
        try {
            for (Subject subject : subjects) {
                processes.put(subject, subject.start(stage, inFlight));
            }
            processes.forEach((subject, process) -> warmUp(subject, process, inFlight));
            for (int latency : options.numbers("latencies")) {
                for (int perSim : List.of(1, 10)) {
                    compare(processes, inFlight, new Workload(latency, perSim));
                }
            }
            boolean most = inFlight == Collections.max(options.numbers("in-flight"));
            if (most && options.number("lone") > 0) { // one command does not need more than one
                processes.keySet().forEach(subject -> alone(subject, inFlight));
            }
        } finally {
            processes.values().forEach(ConnectorProcess::terminate);
        }
    }

    private void warmUp(Subject subject, ConnectorProcess process, int inFlight) {
        int most = most(subject, inFlight);
        int warmUp = (int) ((long) options.number("warm-up") * most / options.number("most"));
        for (int left = warmUp; left > 0; left -= most) {
            backlog.run(process, subject.prefix(inFlight), new Workload(0, 1), Math.min(left, most));
        }
    }

    private void compare(Map<Subject, ConnectorProcess> processes, int inFlight, Workload workload) {
        var title = workload.title() + ", " + inFlight + " in flight";
        for (int run = 1; run <= options.number("repeats"); run++) {
            for (Map.Entry<Subject, ConnectorProcess> process : processes.entrySet()) {
                Subject subject = process.getKey();
                int commands = commands(subject, inFlight, workload);
                Throughput it = backlog.run(process.getValue(), subject.prefix(inFlight), workload, commands);
                runs.computeIfAbsent(title, name -> new EnumMap<>(Subject.class))
                        .computeIfAbsent(subject, name -> new ArrayList<>())
                        .add(it);
                note(subject, inFlight, workload, run, it);
            }
        }
    }

    /** Enough for so many seconds; ten commands of a SIM are ten updates to a peer that does not coalesce. */
    private int commands(Subject subject, int inFlight, Workload workload) {
        int most = most(subject, inFlight);
        int seconds = options.number("seconds");
        return subject == Subject.PEER
                ? workload.updates(inFlight, seconds, most)
                : workload.commands(inFlight, seconds, most);
    }

    private int most(Subject subject, int inFlight) {
        int most = options.number("most");
        return subject == Subject.PEER ? Math.min(most, options.number("peer-most") * inFlight) : most;
    }

    private void note(Subject subject, int inFlight, Workload workload, int run, Throughput it) {
        var row = String.format(
                Locale.ROOT,
                "%s,%d,%d,%d,%d,%d,%.3f,%.0f,%d,%.2f,%.1f,%.1f",
                subject.title(),
                inFlight,
                workload.latency(),
                workload.perSim(),
                run,
                it.commands(),
                it.seconds(),
                it.perSecond(),
                it.calls(),
                it.fill(),
                it.cpuMicros(),
                it.stageMicros());
        raw.add(row);
        System.out.println(row);
    }

    private void alone(Subject subject, int inFlight) {
        for (int latency : options.numbers("latencies")) {
            double[] took = new Trickle(stage).run(subject.prefix(inFlight), latency, options.number("lone"));
            lone.add(List.of(
                    subject.title() + ", call of " + latency + " ms, " + inFlight + " in flight",
                    String.format(Locale.ROOT, "%.0f", Spread.percentile(took, 50)),
                    String.format(Locale.ROOT, "%.0f", Spread.percentile(took, 99)),
                    Integer.toString(took.length)));
        }
    }
}
