package io.github.camelonomondo.benchmark;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.support.ConnectorProcess;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A backlog that is written while the subject stands still, and the time it then takes. */
final class Backlog {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final long LOOK = Duration.ofMillis(5).toNanos();
    private static final int SAMPLES = 1_000;

    private final Stage stage;
    private int run;

    Backlog(Stage stage) {
        this.stage = stage;
    }

    /** Runs it to its end, and makes sure that every command has a result and every SIM its last label. */
    Throughput run(ConnectorProcess subject, String prefix, Workload workload, int commands) {
        run++;
        long done = stage.recordsOf(Stage.results(prefix));
        subject.pause();
        for (int i = 0; i < commands; i++) {
            stage.relabel(prefix, Stage.sim(1 + i / workload.perSim()), label(i));
        }
        stage.flush();
        stage.api().calls().clear();
        Duration before = cpu(subject);
        Duration stageBefore = cpu(ProcessHandle.current());
        long ended = stage.delayed(workload.latency(), () -> {
            subject.resume();
            return await(subject, prefix, done + commands);
        });
        Duration spent = cpu(subject).minus(before);
        Duration byStage = cpu(ProcessHandle.current()).minus(stageBefore);
        check(workload, commands);
        return throughput(commands, ended, spent, byStage);
    }

    private Throughput throughput(int commands, long ended, Duration cpu, Duration stageCpu) {
        var calls = stage.api().calls();
        long began = calls.bulks().stream().mapToLong(Call::nanos).min().orElseThrow();
        double seconds = (ended - began) / 1e9;
        return new Throughput(
                commands,
                seconds,
                commands / seconds,
                calls.bulkCount(),
                calls.meanFill(),
                cpu.toNanos() / 1e3 / commands,
                stageCpu.toNanos() / 1e3 / commands);
    }

    /** When they were there. */
    private long await(ConnectorProcess subject, String prefix, long results) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        for (long there = 0; there < results; there = stage.recordsOf(Stage.results(prefix))) {
            if (!subject.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        there + " results instead of " + results + " on " + prefix + ":\n" + subject.log());
            }
            LockSupport.parkNanos(LOOK);
        }
        long ended = System.nanoTime();
        if (stage.recordsOf(Stage.results(prefix)) > results) {
            throw new IllegalStateException("more results than commands on " + prefix);
        }
        return ended;
    }

    private void check(Workload workload, int commands) {
        int sims = commands / workload.perSim();
        for (int sim = 0; sim < sims; sim += Math.max(1, sims / SAMPLES)) {
            String label = stage.api().fleet().label(Stage.sim(1 + sim));
            if (!label(sim * workload.perSim() + workload.perSim() - 1).equals(label)) {
                throw new IllegalStateException("SIM " + Stage.sim(1 + sim) + " is labelled " + label);
            }
        }
    }

    private String label(int command) {
        return "run-" + run + "-" + command;
    }

    static Duration cpu(ConnectorProcess process) {
        return ProcessHandle.of(process.pid()).map(Backlog::cpu).orElse(Duration.ZERO);
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
