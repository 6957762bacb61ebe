package io.github.camelonomondo.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A caller with a key, who takes no response that the contract does not announce. */
final class RestClient {

    static final String KEY = "k-1234567890";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;

    RestClient(int port) {
        this.port = port;
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    HttpResponse<String> get(String path) {
        return send(to(path).GET());
    }

    HttpResponse<String> send(String method, String path, String json) {
        return send(
                to(path).method(method, BodyPublishers.ofString(json)).setHeader("Content-Type", "application/json"));
    }

    HttpResponse<String> send(String method, String path) {
        return send(to(path).method(method, BodyPublishers.noBody()));
    }

    /** With the key, unless the request has an Authorization of its own. */
    HttpResponse<String> send(HttpRequest.Builder request) {
        var keyed = request.copy().build().headers().firstValue("Authorization").isPresent()
                ? request
                : request.setHeader("Authorization", "Bearer " + KEY);
        return sendAsItIs(keyed);
    }

    HttpResponse<String> sendAsItIs(HttpRequest.Builder request) {
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            Contract.check(response);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }

    static String mediaType(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }
}
