package io.github.camelonomondo.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelonomondo.api.BrokenJson;
import io.github.camelonomondo.sim.Characters;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON as strangers send it: UTF-8 only, one value, no name twice. */
final class Json {

    /** As in a command: deeper than any property of a SIM, and it can be written into the body of a bulk. */
    private static final int DEEPEST = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
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
            throw ProblemException.badRequest(
                    "body_invalid", "the body is not JSON: " + Quoted.plain(BrokenJson.why(e)));
        }
    }

    /**
     * What is wrong with the first string or name that holds half of a surrogate pair; null if none does.
     *
     * @param path of {@code node}, such as {@code set.label}
     */
    static @Nullable String half(JsonNode node, String path) {
        var broken = brokenIn(node, path);
        return broken == null ? null : Quoted.of(broken) + " holds half of a surrogate pair, which is no character";
    }

    private static @Nullable String brokenIn(JsonNode node, String path) {
        if (node.isTextual()) {
            return Characters.areWhole(node.textValue()) ? null : path;
        }
        int index = 0;
        for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
            var broken = brokenIn(element, path + "[" + index++ + "]");
            if (broken != null) {
                return broken;
            }
        }
        for (var member : node.properties()) {
            var name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            var broken = Characters.areWhole(name) ? brokenIn(member.getValue(), name) : name;
            if (broken != null) {
                return broken;
            }
        }
        return null;
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
}
