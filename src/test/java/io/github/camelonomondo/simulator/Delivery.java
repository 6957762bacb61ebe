package io.github.camelonomondo.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;

/** How an answer travels: whole, in part, slowly, or not at all. */
@FunctionalInterface
interface Delivery {

    Delivery WHOLE = (http, status, body) -> {
        http.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        http.getResponseBody().write(body);
    };

    /** The connection closes without a byte. */
    Delivery NOTHING = (http, status, body) -> {};

    void send(HttpExchange http, int status, byte[] body) throws IOException;

    /** The whole length is announced, then the connection breaks after so many bytes. */
    static Delivery brokenAfter(int bytes) {
        return (http, status, body) -> {
            http.sendResponseHeaders(status, body.length + 1L);
            http.getResponseBody().write(body, 0, Math.min(bytes, body.length));
            http.getResponseBody().flush();
        };
    }

    /** One byte, a pause, one byte, a pause. */
    static Delivery dripping(Duration pause) {
        return (http, status, body) -> {
            http.sendResponseHeaders(status, body.length);
            for (byte one : body) {
                http.getResponseBody().write(one);
                http.getResponseBody().flush();
                Pause.of(pause);
            }
        };
    }
}
