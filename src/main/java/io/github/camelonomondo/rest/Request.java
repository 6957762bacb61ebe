package io.github.camelonomondo.rest;

import io.github.camelonomondo.api.TraceContext;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What a caller sent. Reading it takes every header off the message, so that nothing a stranger wrote reaches an
 * endpoint further down the route: {@code kafka.OVERRIDE_TOPIC} for one (CVE-2026-49098).
 *
 * @param path as it was sent, without the query
 * @param query as it was sent, or null for none
 * @param traceparent W3C trace context, or null
 * @param message the message, now without headers
 */
record Request(
        String path, @Nullable String query, @Nullable String traceparent, Message message) {

    private static final String PATH = "onomondo.rest.path";
    private static final Pattern SLASH = Pattern.compile("/");
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    static Request open(Exchange exchange) {
        var message = exchange.getMessage();
        var path = text(message, Exchange.HTTP_PATH);
        var query = text(message, Exchange.HTTP_QUERY);
        var trace = text(message, "traceparent");
        message.removeHeaders("*");
        exchange.setProperty(PATH, path == null ? "/" : path);
        var valid = trace != null && TRACEPARENT.matcher(trace).matches() ? trace : null;
        if (valid != null) {
            exchange.setProperty(TraceContext.PROPERTY, new TraceContext(valid, null));
        }
        return new Request(path == null ? "/" : path, query, valid, message);
    }

    /** Where the request of {@code exchange} went. */
    static String pathOf(Exchange exchange) {
        return exchange.getProperty(PATH, "/", String.class);
    }

    /** The part of the path at {@code index}, counted from 0: in {@code /sims/5/tags/7} 1 is the SIM, 3 the tag. */
    String segment(int index) {
        List<String> segments = SLASH.splitAsStream(path).skip(1).toList();
        return index < segments.size() ? segments.get(index) : "";
    }

    Query parameters(String... allowed) {
        return Query.parse(query, List.of(allowed));
    }

    byte[] body() {
        var body = message.getBody(byte[].class);
        return body == null ? new byte[0] : body;
    }

    private static @Nullable String text(Message message, String header) {
        return message.getHeader(header) instanceof String text ? text : null;
    }
}
