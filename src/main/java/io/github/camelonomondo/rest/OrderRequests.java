package io.github.camelonomondo.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.producer.RecordMetadata;

/** {@code POST /control}: one order, written to the control topic. */
public final class OrderRequests {

    private static final String SENDER = "rest";
    private static final String ORDER = "order";
    private static final String REPLAY = "replay-dlq";
    private static final Set<String> PLAIN = Set.of("scan-now", "pause-commands", "resume-commands", "accept-removals");
    private static final Set<String> OF_REPLAY = Set.of(ORDER, "reason", "since", "dryRun");

    private final Supplier<Map<String, String>> attributes;

    /** @param attributes of the next order as a CloudEvent, as headers of its record */
    public OrderRequests(Supplier<Map<String, String>> attributes) {
        this.attributes = attributes;
    }

    /**
     * Body: the request's JSON. Then: the same, as what it is written as.
     *
     * @throws ProblemException if it is no order; a misspelt {@code dryRun} would replay in earnest
     */
    public void open(Exchange exchange) {
        var request = Request.open(exchange);
        var order = Json.read(request.body());
        check(order);
        attributes.get().forEach(request.message()::setHeader);
        request.message().setHeader(KafkaConstants.KEY, SENDER); // all in one partition, in their order
        request.message().setBody(Json.write(order));
    }

    /** Kafka has it: tells where it stands, as its answer on the notifications will. */
    public void accepted(Exchange exchange) {
        var where = exchange.getMessage().getHeader(KafkaConstants.KAFKA_RECORD_META, List.class);
        Map<String, Object> answer = new LinkedHashMap<>();
        if (where != null && !where.isEmpty() && where.get(0) instanceof RecordMetadata record) {
            answer.put("partition", record.partition());
            answer.put("offset", record.offset());
        }
        exchange.getMessage().setBody(Json.write(answer));
        Answers.send(exchange, 202, "application/json");
    }

    private static void check(JsonNode order) {
        var half = Json.half(order, "");
        if (half != null) {
            throw ProblemException.badRequest("order_invalid", half);
        }
        var name = order.path(ORDER).asText();
        boolean replay = name.equals(REPLAY);
        if (!order.isObject() || !order.path(ORDER).isTextual() || (!replay && !PLAIN.contains(name))) {
            throw ProblemException.badRequest(
                    "order_invalid",
                    "the body has to be an object with an order: scan-now, pause-commands, resume-commands,"
                            + " accept-removals or replay-dlq");
        }
        for (var member : order.properties()) {
            if (!(replay ? OF_REPLAY : Set.of(ORDER)).contains(member.getKey())) {
                throw ProblemException.badRequest(
                        "property_unknown", name + " has no property " + Quoted.of(member.getKey()));
            }
        }
        if (!isRight(order)) {
            throw ProblemException.badRequest(
                    "order_invalid",
                    "reason has to be a string that is not empty, since an instant such as 2026-01-31T12:00:00Z, dryRun true or false");
        }
    }

    private static boolean isRight(JsonNode order) {
        return (!order.has("reason") || isText(order.path("reason")))
                && (!order.has("dryRun") || order.path("dryRun").isBoolean())
                && (!order.has("since") || isInstant(order.path("since")));
    }

    private static boolean isText(JsonNode reason) {
        return reason.isTextual() && !reason.textValue().isBlank();
    }

    private static boolean isInstant(JsonNode since) {
        try {
            var unused = Instant.parse(since.asText());
            return since.isTextual();
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
