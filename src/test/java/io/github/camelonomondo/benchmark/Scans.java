package io.github.camelonomondo.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelonomondo.changes.ScanLaps;
import io.github.camelonomondo.support.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** SIMs per second when nothing has changed: by hand, and by the connector as a whole. */
final class Scans {

    private static final String HEAP = "-Xmx1g";
    private static final int FEW_PAGES = 50;
    private static final int LAPS = 12;
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Options options;
    private final List<String> raw = new ArrayList<>(List.of("way,lap,sims,seconds,bytes_allocated_per_sim"));
    private final List<List<String>> rows = new ArrayList<>();

    private Scans(Options options) {
        this.options = options;
    }

    static void measure(Options options, Report report) {
        var scans = new Scans(options);
        try (var server = new PageServer(options.number("sims"))) {
            scans.pages(server);
            scans.fleet(server);
            scans.connector(server);
        }
        report.csv("scans.csv", scans.raw);
        report.section(
                "scans",
                Report.table(
                        List.of("unchanged SIMs", "SIMs/s", "s for the fleet", "bytes allocated per SIM"), scans.rows));
    }

    /** A few pages over and over, three ways in turns in one JVM. */
    private void pages(PageServer server) {
        var seconds = new HashMap<String, List<Double>>();
        var allocated = new HashMap<String, Double>();
        double sims = 0;
        for (String line : laps(server, LAPS, FEW_PAGES, "BARE,TREES,CONNECTOR")) {
            String[] lap = line.split(",", -1);
            if (Integer.parseInt(lap[1]) > LAPS / 2) {
                seconds.computeIfAbsent(lap[0], way -> new ArrayList<>()).add(Double.valueOf(lap[3]));
                allocated.put(lap[0], Double.valueOf(lap[4]));
                sims = Double.parseDouble(lap[2]);
            }
        }
        for (String way : List.of("BARE", "TREES", "CONNECTOR")) {
            add(title(way), sims, Spread.of(seconds.get(way)).median(), text("%,.0f", allocated.get(way)));
        }
    }

    private static String title(String way) {
        return switch (way) {
            case "BARE" -> "GET + parse";
            case "TREES" -> "GET + trees compared";
            default -> "GET + the connector's compare";
        };
    }

    /** The whole fleet in the connector's state. */
    private void fleet(PageServer server) {
        for (String line : laps(server, 2, Integer.MAX_VALUE, "CONNECTOR")) {
            String[] lap = line.split(",", -1);
            if (lap[0].equals("HEAP")) {
                rows.add(List.of("heap per SIM, " + lap[2] + " SIMs", "–", "–", lap[4] + " bytes held"));
            } else if (lap[1].equals("2")) {
                add("the fleet, GET + the connector's compare", sims(lap), Double.parseDouble(lap[3]), lap[4]);
            }
        }
    }

    private static double sims(String[] lap) {
        return Double.parseDouble(lap[2]);
    }

    private void add(String title, double sims, double seconds, String bytes) {
        double perSecond = sims / seconds;
        rows.add(List.of(title, text("%,.0f", perSecond), text("%.2f", options.number("sims") / perSecond), bytes));
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private List<String> laps(PageServer server, int laps, int pages, String ways) {
        try {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var process = new ProcessBuilder(
                            java,
                            HEAP,
                            "-cp",
                            System.getProperty("java.class.path"),
                            ScanLaps.class.getName(),
                            server.url(),
                            Integer.toString(laps),
                            Integer.toString(pages),
                            ways)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var output = process.inputReader(StandardCharsets.UTF_8);
                    Stream<String> lines = output.lines()) {
                List<String> printed = lines.peek(System.out::println).toList();
                raw.addAll(printed);
                return printed;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packaged connector in a gigabyte of heap: the first scan publishes everything, the next ones nothing. */
    private void connector(PageServer server) {
        try (var stage = new Stage(1)) {
            var settings = Map.of(
                    "ONOMONDO_API_URL", server.url(),
                    "ONOMONDO_SCAN_INTERVAL", "1s",
                    "ONOMONDO_COMMANDS_ENABLED", "false");
            try (var connector = Subject.connector(stage, "scans.", HEAP, settings);
                    var topics = new Topics(stage.bootstrapServers())) {
                List<JsonNode> scans = completed(topics);
                for (JsonNode scan : scans) {
                    raw.add("connector as a whole," + scan.path("scan") + "," + scan.path("sims") + ","
                            + scan.path("seconds") + ",");
                }
                add("the connector as a whole, first scan", scans.get(0));
                add("the connector as a whole, nothing changed", scans.get(scans.size() - 1));
                connector.terminate();
            }
        }
    }

    private void add(String title, JsonNode scan) {
        add(title, scan.path("sims").asDouble(), scan.path("seconds").asDouble(), "–");
    }

    private static List<JsonNode> completed(Topics topics) {
        var json = new ObjectMapper();
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < deadline) {
            var scans = new ArrayList<JsonNode>();
            for (var record : topics.read("scans.onomondo.connector.notifications")) {
                if (String.valueOf(Topics.header(record, "ce_type")).contains("scan.completed")) {
                    scans.add(parsed(json, record.value()));
                }
            }
            if (scans.size() > LAPS) {
                return scans;
            }
            sleep();
        }
        throw new IllegalStateException("no scan was completed in " + LONGEST);
    }

    private static JsonNode parsed(ObjectMapper json, String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
