package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A client that knows nothing but HTTP. */
final class ApiClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String authorization;

    ApiClient(String url) {
        this(url, "key");
    }

    private ApiClient(String url, String authorization) {
        this.url = url;
        this.authorization = authorization;
    }

    record Reply(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String type() {
            return header("Content-Type");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return JSON.readTree(body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    ApiClient withAuthorization(String value) {
        return new ApiClient(url, value);
    }

    Reply get(String path) {
        return send("GET", path, "");
    }

    Reply patch(String path, String body) {
        return send("PATCH", path, body);
    }

    Reply bulk(String... items) {
        return patch("/sims/bulk", "{\"sims\":[" + String.join(",", items) + "]}");
    }

    Reply send(String method, String path, String body) {
        return sendLater(method, path, body).join();
    }

    CompletableFuture<Reply> sendLater(String method, String path, String body) {
        var request = HttpRequest.newBuilder(
                        URI.create(url + path.replace("[", "%5B").replace("]", "%5D")))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", authorization)
                .timeout(Duration.ofSeconds(20))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(Reply::new);
    }
}
