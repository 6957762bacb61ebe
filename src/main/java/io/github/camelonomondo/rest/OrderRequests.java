package io.github.camelonomondo.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelonomondo.kafka.control.OrderForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.producer.RecordMetadata;

/** {@code POST /control}: one order, written to the control topic. */
public final class OrderRequests {

    private static final String SENDER = "rest";
    private static final String INVALID = "order_invalid";

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
        Map<String, Object> place = new LinkedHashMap<>();
        if (where != null && !where.isEmpty() && where.get(0) instanceof RecordMetadata record) {
            place.put("partition", record.partition());
            place.put("offset", record.offset());
        }
        exchange.getMessage().setBody(Json.write(place));
        Responses.send(exchange, 202, "application/json");
    }

    private static void check(JsonNode order) {
        var half = Json.half(order, "");
        if (half != null) {
            throw ProblemException.badRequest(INVALID, half);
        }
        if (!OrderForm.NAMES.contains(OrderForm.nameOf(order))) {
            throw ProblemException.badRequest(
                    INVALID,
                    "the body has to be an object with an order: one of " + String.join(", ", OrderForm.NAMES));
        }
        var flaw = OrderForm.flawIn(order);
        if (flaw != null) {
            throw ProblemException.badRequest(INVALID, Quoted.plain(flaw));
        }
    }
}
