package io.github.camelonomondo.benchmark;

import io.github.camelonomondo.support.ConnectorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a connector is at one moment.
 *
 * @param liveMb of the heap, what was in use right after the last full collection that was asked for
 */
record Vitals(double rssMb, double heapMb, double liveMb, double threads, double files, double answered) {

    static final List<String> NAMES =
            List.of("RSS MB", "heap MB", "live heap MB", "threads", "open files", "commands answered");

    private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** Without a full collection: {@code liveMb} is as it was. */
    static Vitals of(ConnectorProcess connector, double liveMb) {
        var metrics = connector.read("/observe/metrics");
        return new Vitals(
                rss(connector.pid()) / 1024,
                heapMb(metrics),
                liveMb,
                sum(metrics, "jvm_threads_live_threads"),
                sum(metrics, "process_files_open_files"),
                sum(metrics, "onomondo_commands_total"));
    }

    /** After a full collection. */
    static Vitals collected(ConnectorProcess connector) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            new ProcessBuilder(jcmd, Long.toString(connector.pid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return of(connector, heapMb(connector.read("/observe/metrics")));
    }

    List<Double> values() {
        return List.of(rssMb, heapMb, liveMb, threads, files, answered);
    }

    String csv(long second) {
        return String.format(
                Locale.ROOT,
                "%d,%.1f,%.1f,%.1f,%.0f,%.0f,%.0f",
                second,
                rssMb,
                heapMb,
                liveMb,
                threads,
                files,
                answered);
    }

    private static double heapMb(String metrics) {
        return sum(metrics, "jvm_memory_used_bytes{area=\"heap\"") / 1024 / 1024;
    }

    private static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    // Only Linux says it this way; elsewhere it is 0.
    private static double rss(long pid) {
        try {
            var found = RSS.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return found.find() ? Double.parseDouble(found.group(1)) : 0;
        } catch (IOException notHere) {
            return 0;
        }
    }
}
