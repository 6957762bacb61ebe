package io.github.camelonomondo.benchmark;

import io.github.camelonomondo.support.ConnectorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Seconds from the start of the process to ready. */
final class Starts {

    private static final Path EXTRACTED =
            Path.of("target", "benchmark-extracted").toAbsolutePath();

    private Starts() {}

    static void measure(Options options, Report report) {
        var rows = new ArrayList<List<String>>();
        var jar = Path.of(System.getProperty("connector.jar"));
        try (var stage = new Stage(1_000)) {
            rows.add(row("java -jar", stage, jar, options.number("repeats")));
            rows.add(row("extracted layout", stage, extracted(jar), options.number("repeats")));
        }
        report.section("start", Report.table(List.of("start to ready", "s"), rows));
    }

    private static List<String> row(String title, Stage stage, Path jar, int repeats) {
        var seconds = new ArrayList<Double>();
        for (int i = 0; i <= repeats; i++) {
            System.setProperty("connector.jar", jar.toString());
            long began = System.nanoTime();
            // Ready is awaited inside.
            try (ConnectorProcess connector =
                    Subject.connector(stage, "start.", Map.of("ONOMONDO_SCAN_INTERVAL", "60s"))) {
                double took = (System.nanoTime() - began) / 1e9;
                if (i > 0) { // the first one creates the topics
                    seconds.add(took);
                }
                connector.terminate();
            }
        }
        return List.of(title, Spread.of(seconds).text("%.2f"));
    }

    private static Path extracted(Path jar) {
        try {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var extract = new ProcessBuilder(
                            java,
                            "-Djarmode=tools",
                            "-jar",
                            jar.toString(),
                            "extract",
                            "--force",
                            "--destination",
                            EXTRACTED.toString())
                    .inheritIO()
                    .start();
            if (extract.waitFor() != 0 || Files.notExists(EXTRACTED.resolve(jar.getFileName()))) {
                throw new IllegalStateException("cannot extract " + jar);
            }
            return EXTRACTED.resolve(jar.getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
