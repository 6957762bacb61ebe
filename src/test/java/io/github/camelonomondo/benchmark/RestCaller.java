package io.github.camelonomondo.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Somebody who uses the connector's REST side. */
final class RestCaller {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    RestCaller(String url) {
        this.url = url;
    }

    /** How many milliseconds a GET takes. */
    double get(String path) {
        long began = System.nanoTime();
        try {
            var request = HttpRequest.newBuilder(URI.create(url + path)).build();
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new IllegalStateException(path + " was answered with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - began) / 1e6;
    }
}
