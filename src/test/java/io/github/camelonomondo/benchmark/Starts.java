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

/**
 * Seconds from the start of the process to ready. The jar and its layouts take turns with {@link BareJar}, as seconds are the
 * machine's and what they have in common is the frameworks'. An image is run as a restricted pod would run it.
 */
final class Starts {

    private static final Path FOLDER = Path.of("target", "benchmark-starts").toAbsolutePath();

    private static final String USER = "1000660000";
    private static final int AOT_CACHE = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Starts() {}

    static void measure(Options options, Report report) {
        var rows = new ArrayList<List<String>>();
        var connector = Path.of(System.getProperty("connector.jar"));
        var bare = BareJar.of(connector, inFolder("bare.jar"));
        int repeats = options.number("start-repeats");
        try (var stage = new Stage(1_000)) {
            for (String what : options.texts("starts")) {
                rows.add(
                        switch (what) {
                            case "jar" -> row("java -jar", stage, Started.of(connector), Started.of(bare), repeats);
                            case "extracted" ->
                                row(
                                        "extracted layout",
                                        stage,
                                        Started.of(extracted(connector)),
                                        Started.of(extracted(bare)),
                                        repeats);
                            case "archive" ->
                                row(
                                        hasAotCache()
                                                ? "extracted layout with AOT cache"
                                                : "extracted layout with class archive",
                                        stage,
                                        withArchive(stage, extracted(connector)),
                                        withArchive(stage, extracted(bare)),
                                        repeats);
                            default -> imageRow(what, stage, repeats);
                        });
            }
        }
        report.section(
                "start",
                Report.table(
                        List.of("start to ready", "connector, s", "bare application, s", "connector / bare"), rows));
    }

    /** What is started, and how. */
    private record Started(Path jar, String jvmOptions) {

        static Started of(Path jar) {
            return new Started(jar, Subject.HEAP);
        }

        /** Starts it, awaits that it is ready and ends it. */
        double start(Stage stage) {
            long began = System.nanoTime();
            // Ready is awaited inside.
            try (ConnectorProcess process = Subject.connector(
                    jar.toString(), stage, "start.", jvmOptions, Map.of("ONOMONDO_SCAN_INTERVAL", "60s"))) {
                double took = (System.nanoTime() - began) / 1e9;
                process.terminate();
                return took;
            }
        }
    }

    private static List<String> row(String title, Stage stage, Started connector, Started bare, int repeats) {
        connector.start(stage); // creates the topics
        bare.start(stage);
        var seconds = new ArrayList<Double>();
        var bareSeconds = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < repeats; i++) {
            double took = connector.start(stage);
            double bareTook = bare.start(stage);
            seconds.add(took);
            bareSeconds.add(bareTook);
            ratios.add(took / bareTook);
        }
        return List.of(
                title,
                Spread.of(seconds).text("%.2f"),
                Spread.of(bareSeconds).text("%.2f"),
                Spread.of(ratios).text("%.2f"));
    }

    private static boolean hasAotCache() {
        return Runtime.version().feature() >= AOT_CACHE;
    }

    /** With what the JVM kept of one run before: loaded classes, from Java 25 on also how they were used. */
    private static Started withArchive(Stage stage, Path jar) {
        var archive = jar.resolveSibling(hasAotCache() ? "connector.aot" : "connector.jsa");
        new Started(
                        jar,
                        Subject.HEAP
                                + (hasAotCache() ? " -XX:AOTCacheOutput=" : " -XX:ArchiveClassesAtExit=")
                                + archive)
                .start(stage);
        return new Started(
                jar, Subject.HEAP + (hasAotCache() ? " -XX:AOTCache=" : " -XX:SharedArchiveFile=") + archive);
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
        return List.of("image " + image, Spread.of(seconds).text("%.2f"), "", "");
    }

    private static Path extracted(Path jar) {
        var name = jar.getFileName().toString();
        var layout = inFolder(name.replace(".jar", ""));
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
                            layout.toString())
                    .inheritIO()
                    .start();
            if (extract.waitFor() != 0 || Files.notExists(layout.resolve(name))) {
                throw new IllegalStateException("cannot extract " + jar);
            }
            return layout.resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path inFolder(String name) {
        try {
            return Files.createDirectories(FOLDER).resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
