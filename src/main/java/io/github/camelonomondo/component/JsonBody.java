package io.github.camelonomondo.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** A body that is JSON, in any form that Camel has for it. It is UTF-8, whatever charset the exchange has been given by others. */
final class JsonBody {

    /** Numbers go out as they came in. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    static byte[] in(Message message) throws InvalidPayloadException {
        Object body = message.getBody();
        if (body instanceof JsonNode node) {
            return written(node);
        }
        return body instanceof CharSequence || body instanceof Reader
                ? message.getMandatoryBody(String.class).getBytes(UTF_8)
                : message.getMandatoryBody(byte[].class);
    }

    /** @return maps, lists, and what is in them; null for {@code null} */
    static @Nullable Object read(Exchange exchange, byte[] json) throws InvalidPayloadException {
        try {
            return JSON.readValue(json, Object.class);
        } catch (IOException e) {
            throw new InvalidPayloadException(exchange, Map.class, exchange.getMessage(), e);
        }
    }

    static byte[] written(Object json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body of updateSim cannot be written as JSON", e);
        }
    }
}
