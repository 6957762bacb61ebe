package io.github.camelonomondo.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelonomondo.commands.parse.CommandCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** {@code POST /commands}: one command or a list of them, all written to the topic or none. */
public final class CommandRequests {

    private static final int MOST = 10_000;
    private static final int MOST_BYTES = 256 * 1024;
    private static final String JSON_TYPE = "application/json";
    private static final String TRACEPARENT = "traceparent";
    private static final String IDS = "onomondo.rest.ids";

    private final CommandCheck commands;

    public CommandRequests(CommandCheck commands) {
        this.commands = commands;
    }

    /**
     * Body: the request's JSON. Then: a list of messages for Kafka, keyed by SIM, in the order of the request.
     *
     * @throws ProblemException that lists every command that is not taken
     */
    public void open(Exchange exchange) {
        var request = Request.open(exchange);
        var ids = new ArrayList<String>();
        var records = new ArrayList<Message>();
        var refused = new ArrayList<Map<String, Object>>();
        for (JsonNode command : commands(Json.read(request.body()))) {
            int index = ids.size();
            ids.add(identify(command));
            var half = Json.half(command, "");
            byte[] json = half == null ? Json.write(command) : new byte[0];
            var verdict = half == null ? judge(json, request) : new CommandCheck.Invalid("invalid-json", half);
            if (verdict instanceof CommandCheck.Invalid no) {
                refused.add(Map.of("index", index, "code", no.code(), "detail", no.detail()));
            } else if (verdict instanceof CommandCheck.Valid yes) {
                records.add(recordOf(exchange, yes, json, request));
            }
        }
        if (!refused.isEmpty()) {
            throw new ProblemException(Problem.badRequest(
                            "command_invalid",
                            refused.size() + " of " + ids.size() + " commands are invalid; none was written")
                    .with("commands", refused));
        }
        exchange.setProperty(IDS, List.copyOf(ids));
        request.message().setBody(records);
    }

    /** Every record is confirmed: tells the ids. */
    public void accepted(Exchange exchange) {
        exchange.getMessage().setBody(Json.write(Map.of("ids", exchange.getProperty(IDS, List.class))));
        Responses.send(exchange, 202, JSON_TYPE);
    }

    private CommandCheck.Verdict judge(byte[] json, Request request) {
        var verdict = json.length > MOST_BYTES ? null : commands.check(json);
        if (verdict == null
                || (verdict instanceof CommandCheck.Valid taken && sizeOf(taken, json, request) > MOST_BYTES)) {
            return new CommandCheck.Invalid(
                    "too-large", "a command has at most " + MOST_BYTES + " bytes, its key and headers included");
        }
        return verdict;
    }

    /** Of the record that it becomes. */
    private static int sizeOf(CommandCheck.Valid taken, byte[] json, Request request) {
        int size = json.length + taken.sim().length();
        for (var header : headers(taken, request).entrySet()) {
            size += header.getKey().length() + header.getValue().getBytes(UTF_8).length;
        }
        return size;
    }

    private static Map<String, String> headers(CommandCheck.Valid taken, Request request) {
        var headers = new HashMap<>(taken.headers());
        if (request.traceparent() != null) {
            headers.put(TRACEPARENT, request.traceparent());
        }
        return headers;
    }

    private static List<JsonNode> commands(JsonNode body) {
        if (!body.isArray()) {
            return List.of(body);
        }
        if (body.isEmpty() || body.size() > MOST) {
            throw ProblemException.badRequest("body_invalid", "a list has to hold 1 to " + MOST + " commands");
        }
        var list = new ArrayList<JsonNode>();
        body.forEach(list::add);
        return list;
    }

    /** The id of the command, put in if it has none. One that is not text is for the check to refuse. */
    private static String identify(JsonNode command) {
        if (command instanceof ObjectNode object && !object.has("id")) {
            object.put("id", UUID.randomUUID().toString());
        }
        return command.path("id").asText();
    }

    private static Message recordOf(Exchange exchange, CommandCheck.Valid taken, byte[] json, Request request) {
        var message = new DefaultMessage(exchange);
        headers(taken, request).forEach(message::setHeader);
        message.setHeader(KafkaConstants.KEY, taken.sim());
        message.setBody(json);
        return message;
    }
}
