package io.github.camelonomondo.benchmark;

import io.github.camelonomondo.simulator.Call;
import io.github.camelonomondo.support.ConnectorProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** What the connector makes of a budget of 600 calls a minute while a call takes 300 ms. */
final class Rate {

    private static final int BUDGET = 600;
    private static final int LATENCY = 300;
    private static final int BULK = 20;

    private final int seconds;
    private final int sims;
    private final List<List<String>> rows = new ArrayList<>();

    private Rate(int seconds) {
        this.seconds = seconds;
        this.sims = Math.max(20_000, BUDGET * BULK * seconds / 60 * 3 / 2);
    }

    static void measure(Options options, Report report) {
        var rate = new Rate(options.number("rate-seconds"));
        rate.run("scan off", "0");
        rate.run("scan on, REST used", "1s");
        var columns = List.of(
                "600 calls/min, 300 ms",
                "SIM updates/min",
                "fill",
                "bulks/min",
                "pages/min",
                "REST calls/min",
                "REST p50 ms",
                "REST p99 ms",
                "429",
                "most calls in 60 s");
        report.section("rate", Report.table(columns, rate.rows));
    }

    private void run(String title, String scanInterval) {
        boolean scanning = !scanInterval.equals("0");
        try (var stage = new Stage(sims)) {
            stage.createTopics("rate.");
            stage.api().limit(BUDGET).always().delay(Duration.ofMillis(LATENCY));
            var settings = Map.of(
                    "ONOMONDO_CALLS_PER_MINUTE", Integer.toString(BUDGET), "ONOMONDO_SCAN_INTERVAL", scanInterval);
            try (var connector = Subject.connector(stage, "rate.", settings)) {
                for (int sim = 1; sim <= sims; sim++) {
                    stage.relabel("rate.", Stage.sim(sim), "rate-" + sim);
                }
                stage.flush();
                awaitFirstBulk(stage);
                double[] rest = scanning ? restCalls(connector) : sleeping(Duration.ofSeconds(seconds));
                rows.add(row(title, stage, rest));
                connector.terminate();
            }
        }
    }

    private static void awaitFirstBulk(Stage stage) {
        for (int i = 0; i < 600 && stage.api().calls().bulkCount() == 0; i++) {
            sleeping(Duration.ofMillis(100));
        }
    }

    /** Milliseconds of each, in ascending order. */
    private double[] restCalls(ConnectorProcess connector) {
        var caller = new RestCaller(connector.url());
        var took = new ArrayList<Double>();
        long ends = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < ends) {
            took.add(caller.get("/sims/" + Stage.sim(1 + took.size())));
            sleeping(Duration.ofSeconds(1));
        }
        return took.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private List<String> row(String title, Stage stage, double[] rest) {
        var calls = stage.api().calls();
        long began = calls.bulks().stream().mapToLong(Call::nanos).min().orElseThrow();
        long ends = began + Duration.ofSeconds(seconds).toNanos();
        Predicate<Call> within = call -> call.nanos() >= began && call.nanos() < ends;
        List<Call> bulks = calls.matching(within.and(Call::isBulk).and(call -> call.status() != 429));
        double updates = bulks.stream().mapToInt(call -> call.sims().size()).sum();
        return List.of(
                title,
                text("%,.0f", updates * 60 / seconds),
                text("%.2f", bulks.isEmpty() ? 0 : updates / bulks.size()),
                text("%.0f", bulks.size() * 60.0 / seconds),
                text("%.0f", calls.count(within.and(Call::isPage)) * 60.0 / seconds),
                text("%.0f", calls.count(within.and(Call::isRead)) * 60.0 / seconds),
                rest.length == 0 ? "–" : text("%.0f", Spread.percentile(rest, 50)),
                rest.length == 0 ? "–" : text("%.0f", Spread.percentile(rest, 99)),
                Long.toString(calls.answered(429)),
                Integer.toString(calls.mostIn(Duration.ofMinutes(1))));
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static double[] sleeping(Duration length) {
        try {
            Thread.sleep(length.toMillis());
            return new double[0];
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
