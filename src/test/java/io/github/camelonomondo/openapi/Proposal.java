package io.github.camelonomondo.openapi;

import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request that may be right or wrong.
 *
 * @param operation its id in the document
 * @param path of the document, with its braces
 * @param pathParameters what stands in them
 * @param query each name with its values
 * @param body or null for none
 * @param type of the body, or null
 */
record Proposal(
        String operation,
        String method,
        String path,
        Map<String, String> pathParameters,
        Map<String, List<String>> query,
        String body,
        String type) {

    Proposal withPath(String name, String value) {
        var changed = new LinkedHashMap<>(pathParameters);
        changed.put(name, value);
        return new Proposal(operation, method, path, changed, query, body, type);
    }

    Proposal withQuery(String name, List<String> values) {
        var changed = new LinkedHashMap<>(query);
        changed.put(name, values);
        return new Proposal(operation, method, path, pathParameters, changed, body, type);
    }

    Proposal withoutQuery(String name) {
        var changed = new LinkedHashMap<>(query);
        changed.remove(name);
        return new Proposal(operation, method, path, pathParameters, changed, body, type);
    }

    Proposal withBody(String changed) {
        return new Proposal(operation, method, path, pathParameters, query, changed, "application/json");
    }

    Proposal withType(String changed) {
        return new Proposal(operation, method, path, pathParameters, query, body, changed);
    }

    /** Path and query as they go over the wire. */
    String target() {
        var target = new StringBuilder(filledPath());
        char separator = '?';
        for (var parameter : query.entrySet()) {
            for (String value : parameter.getValue()) {
                target.append(separator)
                        .append(encoded(parameter.getKey()))
                        .append('=')
                        .append(encoded(value));
                separator = '&';
            }
        }
        return target.toString();
    }

    /** For the judge. */
    Request request(String authorization) {
        var request = new SimpleRequest.Builder(method, filledPath()).withHeader("Authorization", authorization);
        query.forEach(request::withQueryParam);
        if (type != null) {
            request.withContentType(type);
        }
        if (body != null) {
            request.withBody(body);
        }
        return request.build();
    }

    String filledPath() {
        var filled = path;
        for (var parameter : pathParameters.entrySet()) {
            filled = filled.replace("{" + parameter.getKey() + "}", encoded(parameter.getValue()));
        }
        return filled;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        var shown = body == null || body.length() < 300 ? body : body.substring(0, 300) + "…";
        return method + " "
                + target().chars().limit(300).mapToObj(Character::toString).collect(Collectors.joining()) + " [" + type
                + "] " + shown;
    }
}
