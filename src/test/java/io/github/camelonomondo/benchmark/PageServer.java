package io.github.camelonomondo.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** GET /sims from bytes that were made before, so that the server costs next to nothing. */
final class PageServer implements AutoCloseable {

    private static final Pattern NEXT = Pattern.compile("\"next_page\":\"([^\"]+)\"");
    private static final int TAIL = 200;
    private static final int ROWS = 1_000;

    private final Map<String, byte[]> pages = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    PageServer(int sims) {
        try (var api = new SimulatedOnomondo(Fleet.of(sims)).start()) {
            var http = HttpClient.newHttpClient();
            String cursor = "";
            while (cursor != null) {
                byte[] page = page(http, api.url(), cursor);
                pages.put(cursor, page);
                cursor = next(page);
            }
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        server.createContext("/sims", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static byte[] page(HttpClient http, String url, String cursor) throws IOException, InterruptedException {
        var query = "?limit=" + ROWS
                + (cursor.isEmpty() ? "" : "&next_page=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create(url + "/sims" + query))
                .header("Authorization", "benchmark")
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    private static String next(byte[] page) {
        int from = Math.max(0, page.length - TAIL);
        var next = NEXT.matcher(new String(page, from, page.length - from, StandardCharsets.UTF_8));
        return next.find() ? next.group(1) : null;
    }

    private void answer(HttpExchange http) throws IOException {
        try (http) {
            var query = http.getRequestURI().getRawQuery();
            int at = query == null ? -1 : query.indexOf("next_page=");
            var cursor =
                    at < 0 ? "" : query.substring(at + "next_page=".length()).replaceAll("&.*", "");
            byte[] page = pages.get(URLDecoder.decode(cursor, StandardCharsets.UTF_8));
            http.getResponseHeaders().set("Content-Type", "application/json");
            http.sendResponseHeaders(200, page.length);
            http.getResponseBody().write(page);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
