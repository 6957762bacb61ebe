package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** What goes back for a call, and in which manner. Immutable. */
final class Answer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final String type;
    private final byte[] body;
    private final Delivery delivery;

    private Answer(int status, String type, byte[] body, Delivery delivery) {
        this.status = status;
        this.type = type;
        this.body = body;
        this.delivery = delivery;
    }

    static Answer json(byte[] body) {
        return new Answer(200, "application/json; charset=utf-8", body, Delivery.WHOLE);
    }

    static Answer json(JsonNode body) {
        return json(JsonBytes.bytes(body.toString()));
    }

    static Answer text(byte[] body) {
        return new Answer(200, "text/plain; charset=utf-8", body, Delivery.WHOLE);
    }

    static Answer html(int status) {
        var page = "<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon</body></html>";
        return new Answer(status, "text/html", JsonBytes.bytes(page), Delivery.WHOLE);
    }

    /** An error in the API's form, {@code {"error":"code"}}. */
    static Answer error(int status, String code) {
        var body =
                new JsonBytes(64).raw(JsonBytes.bytes("{\"error\":")).text(code).raw('}');
        return new Answer(status, "application/json; charset=utf-8", body.toBytes(), Delivery.WHOLE);
    }

    /** An error with the code that goes with its status. */
    static Answer error(int status) {
        return error(
                status,
                switch (status) {
                    case 400 -> "bad_request";
                    case 401 -> "unauthorized";
                    case 403 -> "forbidden";
                    case 404 -> "sim_not_found";
                    case 429 -> "too_many_requests";
                    default -> "internal_server_error";
                });
    }

    int status() {
        return status;
    }

    /** Whether anything of it reaches the caller. */
    boolean isDelivered() {
        return delivery != Delivery.NOTHING;
    }

    int length() {
        return body.length;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode parse() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer withText(String next) {
        return new Answer(status, type, JsonBytes.bytes(next), delivery);
    }

    /** Changes the lines of a body that has a final newline. */
    Answer withLines(UnaryOperator<List<String>> change) {
        var lines = change.apply(text().lines().toList());
        return withText(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    Answer with(Delivery manner) {
        return new Answer(status, type, body, manner);
    }

    /** Sends it, or what the delivery leaves of it. */
    void send(HttpExchange http) throws IOException {
        http.getResponseHeaders().set("Content-Type", type);
        delivery.send(http, status, body);
    }
}
