package io.github.camelonomondo.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code asyncapi.yaml} as a judge of records. */
final class AsyncApi {

    private static final String BASE = "https://contract.test/";
    private static final String PLACE = BASE + "asyncapi.yaml";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document;
    private final JsonSchemaFactory schemas;

    AsyncApi() {
        try (var yaml = AsyncApi.class.getResourceAsStream("/asyncapi.yaml")) {
            document = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        schemas = JsonSchemaFactory.getInstance(
                VersionFlag.V202012,
                factory -> factory.schemaLoaders(loaders -> loaders.schemas(Map.of(PLACE, document.toString())))
                        .schemaMappers(mappers -> mappers.mapPrefix(BASE + "schemas/", "classpath:schemas/")));
    }

    JsonNode document() {
        return document;
    }

    /** Channels that have an address, by it. */
    Map<String, JsonNode> channels() {
        var channels = new LinkedHashMap<String, JsonNode>();
        for (var channel : document.path("channels").properties()) {
            if (channel.getValue().path("address").isTextual()) {
                channels.put(channel.getValue().path("address").textValue(), channel.getValue());
            }
        }
        return channels;
    }

    /** The names of the messages of a channel. */
    static List<String> messages(JsonNode channel) {
        var names = new ArrayList<String>();
        for (var message : channel.path("messages")) {
            names.add(message.path("$ref").asText().replaceFirst(".*/", ""));
        }
        return names;
    }

    /** Fails unless {@code record} is one of the messages of the topic; says which. */
    String check(String topic, ConsumerRecord<String, String> record) {
        var headers = headers(record);
        var complaints = new LinkedHashMap<String, List<String>>();
        for (String name : messages(channels().get(topic))) {
            var found = complaints(name, headers, record);
            if (found.isEmpty()) {
                return name;
            }
            var type = document.at(at(name) + "/headers/properties/ce_type/const");
            if (type.isMissingNode() || type.equals(headers.path("ce_type"))) {
                complaints.put(name, found);
            }
        }
        throw new AssertionError(topic + " has no such message: " + headers + "\n" + record.key() + "\n"
                + record.value() + "\n" + complaints);
    }

    private List<String> complaints(String message, JsonNode headers, ConsumerRecord<String, String> record) {
        var complaints = new ArrayList<String>();
        if (document.at(at(message)).has("headers")) {
            complaints.addAll(complaints(at(message) + "/headers", headers));
        }
        complaints.addAll(complaints(at(message) + "/bindings/kafka/key", text(record.key())));
        if (!document.at(at(message) + "/payload").isEmpty()) {
            complaints.addAll(complaints(payload(message), json(record.value())));
        }
        return complaints;
    }

    /** What is wrong with the payload of a message; empty if nothing is. */
    List<String> wrongPayload(String message, JsonNode payload) {
        return complaints(payload(message), payload);
    }

    List<String> wrongHeaders(String message, JsonNode headers) {
        return complaints(at(message) + "/headers", headers);
    }

    /** What is wrong with {@code value} by one of the files under {@code schemas/}. */
    List<String> wrongBySchema(String fileAndFragment, JsonNode value) {
        return errors(SchemaLocation.of(BASE + "schemas/" + fileAndFragment), value);
    }

    private String payload(String message) {
        var pointer = at(message) + "/payload";
        return document.at(pointer).has("schema") ? pointer + "/schema" : pointer;
    }

    private List<String> complaints(String pointer, JsonNode value) {
        return errors(SchemaLocation.of(PLACE + "#" + pointer), value);
    }

    private List<String> errors(SchemaLocation where, JsonNode value) {
        return schemas.getSchema(where, STRICT).validate(value).stream()
                .map(String::valueOf)
                .toList();
    }

    private static String at(String message) {
        return "/components/messages/" + message;
    }

    /** As one object; no header may stand twice. */
    static ObjectNode headers(ConsumerRecord<String, String> record) {
        var headers = JsonNodeFactory.instance.objectNode();
        for (Header header : record.headers()) {
            assertThat(headers.has(header.key()))
                    .as("the header " + header.key() + " stands twice")
                    .isFalse();
            headers.put(header.key(), header.value() == null ? null : new String(header.value(), UTF_8));
        }
        return headers;
    }

    private static JsonNode text(String text) {
        return text == null ? NullNode.getInstance() : TextNode.valueOf(text);
    }

    static JsonNode json(String text) {
        try {
            return text == null ? NullNode.getInstance() : JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
