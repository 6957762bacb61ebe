package io.github.camelonomondo.rest;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;

/** The last step of every route that starts at HTTP. */
public final class Responses {

    /** The body is JSON already. */
    public void json(Exchange exchange) {
        send(exchange, 200, "application/json");
    }

    /** The body is a stream of lines, each as soon as it is known. */
    public void lines(Exchange exchange) {
        var message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "text/plain;charset=" + StandardCharsets.UTF_8);
    }

    /** What failed, as a problem. */
    public void problem(Exchange exchange) {
        var problem = Faults.problemOf(RestAttempts.toTell(exchange));
        exchange.getMessage().setBody(problem.toJson(Request.pathOf(exchange)));
        send(exchange, problem.status(), Problem.MEDIA_TYPE);
        problem.headers().forEach(exchange.getMessage()::setHeader);
    }

    static void send(Exchange exchange, int status, String mediaType) {
        var message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, mediaType);
        message.setHeader(Exchange.HTTP_CHUNKED, false);
    }
}
