package io.github.camelonomondo.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An API that answers what a test tells it, in forms the simulated one does not know. */
final class ForeignApi implements AutoCloseable {

    /** What is answered to one operation. */
    record Answer(int status, String type, String body) {

        static Answer json(String body) {
            return new Answer(200, "application/json", body);
        }

        static Answer error(int status, String body) {
            return new Answer(status, "application/json", body);
        }
    }

    /** What was asked, such as {@code GET /sims?limit=5}. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    private final Map<String, Function<String, Answer>> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    ForeignApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "foreign-api");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void reset() {
        calls.clear();
        answers.clear();
    }

    /** To {@code GET /tags}, say. */
    void to(String methodAndPath, Answer answer) {
        answers.put(methodAndPath, query -> answer);
    }

    /** By the query. */
    void to(String methodAndPath, Function<String, Answer> answer) {
        answers.put(methodAndPath, answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var uri = exchange.getRequestURI();
        calls.add(exchange.getRequestMethod() + " " + uri);
        var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        var answer = answers.getOrDefault(
                        exchange.getRequestMethod() + " " + uri.getPath(),
                        unknown -> Answer.error(404, "{\"error\":\"not_found\"}"))
                .apply(query);
        byte[] body = answer.body().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
