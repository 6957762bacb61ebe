package io.github.camelonomondo.changes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.github.camelonomondo.changes.compare.SimFields;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a fleet that does not change, lap after lap, and prints what each took: {@code way,lap,sims,seconds,bytes
 * allocated per SIM}, and the heap that the state holds. A program of the benchmark; it lives here because what it
 * measures is nobody else's business. Arguments: address, laps, pages per lap at most, ways.
 */
public final class ScanLaps {

    /** What is done with each page. */
    private enum Way {
        /** GET and a parse that keeps nothing. */
        BARE,
        /** GET, a tree, and a comparison with the trees held from the lap before: the obvious way. */
        TREES,
        /** GET and what the connector does. */
        CONNECTOR
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    /** A SIM is an object in a list in an object. */
    private static final int SIM = 3;

    private static final JsonFactory PARSERS = new JsonFactory();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Clock clock = Clock.systemUTC();
    private final SimFields fields = SimFields.ignoring(SimFields.IGNORED_BY_DEFAULT);
    private final FleetState state = new FleetState(fields);
    private final PageReader reader = new PageReader(fields);
    private final Map<String, JsonNode> trees = new HashMap<>();
    private final String url;
    private final int mostPages;

    private ScanLaps(String url, int mostPages) {
        this.url = url;
        this.mostPages = mostPages;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        var laps = new ScanLaps(args[0], Integer.parseInt(args[2]));
        for (int lap = 0; lap <= Integer.parseInt(args[1]); lap++) {
            for (String way : args[3].split(",", -1)) {
                laps.lap(Way.valueOf(way), lap);
            }
        }
        System.exit(0);
    }

    /** Lap 0 fills what is held, and is not for comparing. */
    private void lap(Way way, int lap) throws IOException, InterruptedException {
        long heap = lap == 0 && way == Way.CONNECTOR ? heap() : 0;
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var comparison = new PageComparison(state, fields, lap + 1, lap == 0);
        long allocated = 0;
        long began = System.nanoTime();
        int sims = 0;
        String cursor = null;
        int pages = 0;
        do {
            byte[] page = get(cursor);
            long before = threads.getCurrentThreadAllocatedBytes();
            var end = read(way, page, comparison);
            allocated += threads.getCurrentThreadAllocatedBytes() - before;
            sims += end.rows();
            cursor = Boolean.FALSE.equals(end.hasMore()) ? null : end.cursor();
        } while (cursor != null && ++pages < mostPages);
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(Locale.ROOT, "%s,%d,%d,%.3f,%.1f%n", way, lap, sims, seconds, allocated / (double) sims);
        if (lap == 0 && way == Way.CONNECTOR) {
            System.out.printf(Locale.ROOT, "HEAP,0,%d,0,%.1f%n", sims, (heap() - heap) / (double) sims);
        }
    }

    private PageReader.End read(Way way, byte[] page, PageComparison comparison) throws IOException {
        if (way == Way.CONNECTOR) {
            comparison.begin(clock.instant());
            var end = reader.read(page, comparison);
            comparison.cameWhole();
            if (!comparison.isUnchanged()) {
                comparison.apply();
            }
            return end;
        }
        return way == Way.BARE ? bare(page) : tree(page);
    }

    private PageReader.End bare(byte[] page) throws IOException {
        int rows = 0;
        int depth = 0;
        String cursor = null;
        try (var parser = PARSERS.createParser(page)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    rows += ++depth == SIM ? 1 : 0;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if ("next_page".equals(parser.currentName()) && token == JsonToken.VALUE_STRING) {
                    cursor = parser.getText();
                }
            }
        }
        return new PageReader.End(rows, 0, cursor, cursor != null, -1);
    }

    private PageReader.End tree(byte[] page) throws IOException {
        JsonNode root = JSON.readTree(page);
        for (JsonNode sim : root.path("sims")) {
            var before = trees.get(sim.path("id").textValue());
            if (!sim.equals(before)) {
                trees.put(sim.path("id").textValue(), sim);
            }
        }
        var next = root.path("pagination").path("next_page").textValue();
        return new PageReader.End(root.path("sims").size(), 0, next, next != null, -1);
    }

    private byte[] get(String cursor) throws IOException, InterruptedException {
        var next = cursor == null ? "" : "&next_page=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(URI.create(url + "/sims?limit=1000" + next))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
