package io.github.camelonomondo.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** What the bare loop and the peer need of the API: a bulk, sent once, looked at for its status alone. */
final class BulkClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest.Builder request;

    BulkClient(String url) {
        request = HttpRequest.newBuilder(URI.create(url + "/sims/bulk"))
                .header("Authorization", "Bearer benchmark")
                .header("Content-Type", "application/json");
    }

    static JsonNode command(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets these labels, by SIM. */
    void relabel(Map<String, String> labels) {
        var body = JSON.createObjectNode();
        var sims = body.putArray("sims");
        labels.forEach((sim, label) -> sims.addObject().put("id", sim).put("label", label));
        try {
            var patch = request.copy()
                    .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            var answer = http.send(patch, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("a bulk was answered with " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The result of a command, as short as it can be. */
    static byte[] result(JsonNode command) {
        var result = JSON.createObjectNode();
        result.putObject("command").put("id", command.path("id").asText());
        result.put("sim", command.path("sim").asText()).put("status", "SUCCEEDED");
        try {
            return JSON.writeValueAsBytes(result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
