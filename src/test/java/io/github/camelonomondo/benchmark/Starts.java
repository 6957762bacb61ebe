package io.github.camelonomondo.benchmark;

import io.github.camelonomondo.image.RestrictedContainer;
import io.github.camelonomondo.support.ConnectorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Seconds from the start of the process to ready. An image is run as a restricted pod would run it. */
final class Starts {

    private static final Path EXTRACTED =
            Path.of("target", "benchmark-extracted").toAbsolutePath();

    private static final String USER = "1000660000";
    private static final int AOT_CACHE = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Starts() {}

    static void measure(Options options, Report report) {
        var rows = new ArrayList<List<String>>();
        var jar = Path.of(System.getProperty("connector.jar"));
        int repeats = options.number("start-repeats");
        try (var stage = new Stage(1_000)) {
            for (String what : options.texts("starts")) {
                rows.add(
                        switch (what) {
                            case "jar" -> row("java -jar", stage, jar, Subject.HEAP, repeats);
                            case "extracted" -> row("extracted layout", stage, extracted(jar), Subject.HEAP, repeats);
                            case "archive" -> archiveRow(stage, extracted(jar), repeats);
                            default -> imageRow(what, stage, repeats);
                        });
            }
        }
        report.section("start", Report.table(List.of("start to ready", "s"), rows));
    }

    private static List<String> row(String title, Stage stage, Path jar, String jvmOptions, int repeats) {
        start(stage, jar, jvmOptions); // creates the topics
        var seconds = new ArrayList<Double>();
        for (int i = 0; i < repeats; i++) {
            seconds.add(start(stage, jar, jvmOptions));
        }
        return List.of(title, Spread.of(seconds).text("%.2f"));
    }

    /** The extracted layout with what the JVM kept of one run before: loaded classes, from Java 25 on also how they were used. */
    private static List<String> archiveRow(Stage stage, Path jar, int repeats) {
        boolean aot = Runtime.version().feature() >= AOT_CACHE;
        var archive = jar.resolveSibling(aot ? "connector.aot" : "connector.jsa");
        start(stage, jar, Subject.HEAP + (aot ? " -XX:AOTCacheOutput=" : " -XX:ArchiveClassesAtExit=") + archive);
        return row(
                aot ? "extracted layout with AOT cache" : "extracted layout with class archive",
                stage,
                jar,
                Subject.HEAP + (aot ? " -XX:AOTCache=" : " -XX:SharedArchiveFile=") + archive,
                repeats);
    }

    /** Starts it, awaits that it is ready and ends it. */
    private static double start(Stage stage, Path jar, String jvmOptions) {
        System.setProperty("connector.jar", jar.toString());
        long began = System.nanoTime();
        // Ready is awaited inside.
        try (ConnectorProcess connector =
                Subject.connector(stage, "start.", jvmOptions, Map.of("ONOMONDO_SCAN_INTERVAL", "60s"))) {
            double took = (System.nanoTime() - began) / 1e9;
            connector.terminate();
            return took;
        }
    }

    private static List<String> imageRow(String image, Stage stage, int repeats) {
        var seconds = new ArrayList<Double>();
        for (int i = 0; i <= repeats; i++) {
            try (var connector = RestrictedContainer.run(
                    image,
                    USER,
                    Subject.environment(stage, "start.", Map.of("ONOMONDO_SCAN_INTERVAL", "60s")),
                    Map.of())) {
                connector.awaitReady(PATIENCE);
                if (i > 0) {
                    seconds.add(connector.readyAfter().toMillis() / 1e3);
                }
                connector.terminate(PATIENCE);
            }
        }
        return List.of("image " + image, Spread.of(seconds).text("%.2f"));
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
