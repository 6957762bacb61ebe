package io.github.camelonomondo.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** A body that is JSON, in any form that Camel has for it. It is UTF-8, whatever charset the exchange has been given by others. */
final class JsonBody {

    /** Numbers go out as they came in. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
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

    /**
     * Reads what {@link #in} gave.
     *
     * @return maps, lists, and what is in them; null for {@code null}
     * @throws IllegalArgumentException if it is none; its message tells where, and nothing of the body
     */
    static @Nullable Object read(byte[] json) {
        try {
            return JSON.readValue(json, Object.class);
        } catch (IOException e) {
            JsonLocation at = e instanceof JsonProcessingException flaw ? flaw.getLocation() : null;
            throw new IllegalArgumentException("the body cannot be read as JSON"
                    + (at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr()));
        }
    }

    static byte[] written(Object json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body cannot be written as JSON", e);
        }
    }
}
