package io.github.camelonomondo.benchmark;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.simulator.Fault;
import io.github.camelonomondo.simulator.LivingFleet;
import io.github.camelonomondo.support.ConnectorProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The connector at its full budget for long, with a fleet that lives and an API that fails now and then. */
final class Soak {

    private static final int BUDGET = 600;
    private static final int COMMANDS_PER_SECOND = 150;
    private static final int LATENCY = 100;
    private static final int SAMPLE_SECONDS = 5;
    private static final int COLLECT_SECONDS = 30;
    /** All of it from the start, so that what grows is not the heap. */
    private static final String HEAP = "-Xms512m -Xmx512m -XX:+AlwaysPreTouch";

    private static final int FAULT_SECONDS = 30;
    private static final long SEED = 4711;

    private final Stage stage;
    private final int sims;
    private final Random random = new Random(SEED);
    private final List<Long> seconds = new ArrayList<>();
    private final List<Vitals> vitals = new ArrayList<>();
    private Fault fault;
    private int sent;

    private Soak(Stage stage, int sims) {
        this.stage = stage;
        this.sims = sims;
    }

    static void measure(Options options, Report report) {
        int sims = options.number("soak-sims");
        try (var stage = new Stage(sims);
                var life = new LivingFleet(stage.api().fleet(), SEED)) {
            stage.createTopics("soak.");
            stage.api().limit(BUDGET).always().delay(Duration.ofMillis(LATENCY));
            var settings =
                    Map.of("ONOMONDO_CALLS_PER_MINUTE", Integer.toString(BUDGET), "ONOMONDO_SCAN_INTERVAL", "60s");
            try (var connector = Subject.connector(stage, "soak.", HEAP, settings)) {
                var soak = new Soak(stage, sims);
                life.live(50);
                soak.run(connector, Duration.ofMinutes(options.number("minutes")));
                soak.finish(connector);
                soak.tell(report);
                connector.terminate();
            }
        }
    }

    private void run(ConnectorProcess connector, Duration length) {
        long began = System.nanoTime();
        for (long second = 0; second < length.toSeconds(); second++) {
            for (int i = 0; i < COMMANDS_PER_SECOND; i++) {
                stage.relabel("soak.", Stage.sim(1 + random.nextInt(sims)), "soak-" + sent++);
            }
            if (second % SAMPLE_SECONDS == 0) {
                sample(connector, second);
            }
            if (second % FAULT_SECONDS == FAULT_SECONDS / 2) {
                misbehave();
            } else if (second % FAULT_SECONDS == 0 && fault != null) {
                fault.clear();
                fault = null;
            }
            sleepUntil(began + Duration.ofSeconds(second + 1).toNanos());
            stage.api().calls().clear();
        }
    }

    private void sample(ConnectorProcess connector, long second) {
        var now = vitals.isEmpty() || second % COLLECT_SECONDS == 0
                ? Vitals.collected(connector)
                : Vitals.of(connector, vitals.get(vitals.size() - 1).liveMb());
        seconds.add(second);
        vitals.add(now);
        System.out.println(now.csv(second));
    }

    /** Until the half minute is over, or for so many calls. */
    private void misbehave() {
        var api = stage.api();
        int kind = random.nextInt(8);
        switch (kind) {
            case 0 -> fault = api.always().answer(503);
            case 1 -> fault = api.next(20).drop();
            case 2 -> fault = api.next(20).applyAndDrop();
            case 3 -> fault = api.when(Call::isBulk).next(20).breakBody();
            case 4 -> fault = api.always().delay(Duration.ofSeconds(2));
            case 5 -> fault = api.next(5).hang();
            case 6 -> api.spend(200);
            default -> api.throttleFor(Duration.ofSeconds(10));
        }
    }

    /** Every command must have its result in the end. */
    private void finish(ConnectorProcess connector) {
        stage.flush();
        if (fault != null) {
            fault.clear();
        }
        long deadline = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (stage.recordsOf(Stage.results("soak.")) < sent && System.nanoTime() < deadline) {
            sleepUntil(System.nanoTime() + Duration.ofSeconds(1).toNanos());
        }
        vitals.add(Vitals.collected(connector));
        seconds.add(seconds.get(seconds.size() - 1) + SAMPLE_SECONDS);
    }

    private void tell(Report report) {
        var csv = new ArrayList<>(List.of("second," + String.join(",", Vitals.NAMES)));
        for (int i = 0; i < vitals.size(); i++) {
            csv.add(vitals.get(i).csv(seconds.get(i)));
        }
        report.csv("soak.csv", csv);
        report.file(
                "soak.svg",
                LineCharts.svg(
                        "Soak: " + sims + " SIMs, " + BUDGET + " calls a minute, an API that fails",
                        Vitals.NAMES,
                        seconds,
                        vitals.stream().map(Vitals::values).toList()));
        long results = stage.recordsOf(Stage.results("soak."));
        report.section(
                "soak",
                Growth.of(vitals).markdown() + "\n" + sent + " commands were sent, " + results + " results came.");
    }

    private static void sleepUntil(long nanoTime) {
        try {
            Thread.sleep(
                    Math.max(0, Duration.ofNanos(nanoTime - System.nanoTime()).toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
