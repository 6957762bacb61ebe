package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** A call with what is needed to serve it. A body that is not JSON is a missing node. */
record Request(Call call, List<String> path, Query query, JsonNode body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Request read(HttpExchange http, Calls calls) throws IOException {
        var uri = http.getRequestURI();
        var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        var path = List.of(uri.getPath().substring(1).split("/", -1));
        var body = parse(http.getRequestBody().readAllBytes());
        var items = StreamSupport.stream(body.path("sims").spliterator(), false).toList();
        var sims = uri.getPath().equals("/sims/bulk")
                ? items.stream().map(item -> item.path("id").asText()).toList()
                : simOf(path);
        var call = new Call(
                http.getRequestMethod(),
                uri.getPath(),
                query,
                KeyForm.of(http.getRequestHeaders().getFirst("Authorization")),
                http.getRequestHeaders().getFirst("traceparent"),
                sims,
                calls.keepsItems() ? updates(body, items) : List.of());
        return new Request(call, path, new Query(query), body);
    }

    private static List<String> simOf(List<String> path) {
        if (path.size() < 2 || !path.get(0).equals("sims")) {
            return List.of();
        }
        return SimNumbers.parse(path.get(1)).stream().mapToObj(SimNumbers::id).toList();
    }

    private static List<JsonNode> updates(JsonNode body, List<JsonNode> items) {
        return body.isMissingNode() || body.has("sims") ? items : List.of(body);
    }

    private static JsonNode parse(byte[] body) throws IOException {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
