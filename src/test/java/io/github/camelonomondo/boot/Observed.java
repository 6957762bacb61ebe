package io.github.camelonomondo.boot;

import com.sun.net.httpserver.HttpServer;
import io.github.camelonomondo.kafka.Topics;
import io.github.camelonomondo.simulator.Fleet;
import io.github.camelonomondo.simulator.SimulatedOnomondo;
import io.github.camelonomondo.support.KafkaBroker;
import io.github.camelonomondo.support.RunningConnector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A connector whose metrics and traces are looked at, and what stands around it, a receiver of OTLP among them. */
final class Observed implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);
    static final Topics NAMES = new Topics("observed.");

    private final KafkaBroker broker = new KafkaBroker().start();
    private final SimulatedOnomondo api = new SimulatedOnomondo(Fleet.of(40)).start();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final HttpServer receiver;
    private final io.github.camelonomondo.support.Topics topics;
    private final RunningConnector connector;

    Observed() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", http -> {
            String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
            received.add(http.getRequestMethod() + " " + http.getRequestURI() + " " + body);
            http.sendResponseHeaders(200, -1);
            http.close();
        });
        receiver.start();
        topics = new io.github.camelonomondo.support.Topics(broker.bootstrapServers());
        // One partition: what waits is read together.
        topics.create(1, NAMES.commands());
        connector = RunningConnector.start(
                broker.bootstrapServers(),
                api.url(),
                "ONOMONDO_TOPIC_PREFIX=observed.",
                "ONOMONDO_GROUP=observed",
                "ONOMONDO_SCAN_INTERVAL=1s",
                "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:"
                        + receiver.getAddress().getPort(),
                "OTEL_TRACES_EXPORTER=otlp,kept",
                "OTEL_BSP_SCHEDULE_DELAY=100");
    }

    SimulatedOnomondo api() {
        return api;
    }

    /** The id of a SIM. */
    String sim(int index) {
        return api.fleet().ids().get(index);
    }

    /** Requests at the receiver of OTLP. */
    Queue<String> received() {
        return received;
    }

    void send(String sim, String command, Map<String, String> headers) {
        topics.send(NAMES.commands(), sim, command, headers);
        topics.flush();
    }

    /** Gives an order and waits until it is done. */
    void order(String name) {
        int before = done(name).size();
        topics.send(NAMES.control(), "operator", "{\"order\":\"" + name + "\"}");
        topics.flush();
        topics.await(NAMES.notifications(), PATIENCE, all -> done(name).size() > before);
    }

    private List<ConsumerRecord<String, String>> done(String order) {
        return holding(order, topics.read(NAMES.notifications()));
    }

    /** So many results that hold this text as a value, or more. */
    List<ConsumerRecord<String, String>> results(int count, String text) {
        return holding(
                text,
                topics.await(
                        NAMES.commandResults(),
                        PATIENCE,
                        all -> holding(text, all).size() >= count));
    }

    private static List<ConsumerRecord<String, String>> holding(
            String text, List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .filter(record -> record.value().contains("\"" + text + "\""))
                .toList();
    }

    Scrape metrics() {
        return new Scrape(get(connector.managementPort(), "/observe/metrics"));
    }

    String health() {
        return get(connector.managementPort(), "/observe/health");
    }

    void callRest() {
        get(connector.restPort(), "/sims?limit=1");
    }

    /** A request of somebody who traces; a body for those that update. */
    void rest(String method, String path, String json, String traceparent) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.restPort() + path))
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .header("content-type", "application/json")
                .header("traceparent", traceparent)
                .build();
        answer(request);
    }

    private static String get(int port, String path) {
        return answer(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build());
    }

    private static String answer(HttpRequest request) {
        try {
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        connector.close();
        topics.close();
        receiver.stop(0);
        api.close();
        broker.close();
    }
}
