package io.github.camelonomondo.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON as strangers send it: UTF-8 only, one value, no name twice. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /**
     * Reads a request's body.
     *
     * @throws ProblemException if it is not JSON
     */
    static JsonNode read(byte[] body) {
        if (body.length == 0) {
            throw ProblemException.badRequest("body_missing", "the body is empty; it has to be JSON");
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return check(MAPPER.readTree(text.toString()));
        } catch (CharacterCodingException e) {
            throw ProblemException.badRequest("body_invalid", "the body is not UTF-8");
        } catch (JsonProcessingException e) {
            throw ProblemException.badRequest("body_invalid", "the body is not JSON" + where(e));
        }
    }

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode check(JsonNode node) {
        if (node.isMissingNode()) {
            throw ProblemException.badRequest("body_missing", "the body is empty; it has to be JSON");
        }
        return node;
    }

    private static String where(JsonProcessingException e) {
        var at = e.getLocation();
        return at == null ? "" : ", see line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
