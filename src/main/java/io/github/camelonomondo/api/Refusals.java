package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the API's no. Usually {@code {"error":"snake_case_code"}}, sometimes with a {@code message}, which may be the code; some of its kind send a list of
 * {@code errors}, of which the first counts. A proxy in between may send anything.
 */
final class Refusals {

    private static final int LONGEST_DETAIL = 300;
    /** A message that is a code and no sentence. */
    private static final Pattern CODE = Pattern.compile("[a-z0-9]+(?:_[a-z0-9]+)+");

    /** A code is one of these; other texts leave a message that is one the word. */
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");

    private Refusals() {}

    /** True of a code that a client may look for; false of a sentence or a number. */
    static boolean isWord(String code) {
        return WORD.matcher(code).matches();
    }

    static Refusal of(int status, byte[] body, ObjectMapper mapper) {
        try {
            JsonNode node = mapper.readTree(body);
            if (node != null && node.isObject()) {
                return of(status, node);
            }
        } catch (IOException e) {
            // not JSON: its text is all there is
        }
        String text = new String(body, 0, Math.min(body.length, LONGEST_DETAIL), UTF_8).strip();
        return new Refusal(status, null, text.isEmpty() || text.startsWith("<") ? null : text);
    }

    static Refusal of(int status, JsonNode node) {
        JsonNode error = node.path("error");
        JsonNode listed = node.path("errors").path(0);
        JsonNode source = error.isObject() ? error : error.isMissingNode() && listed.isObject() ? listed : node;
        String code = first(error.isTextual() ? error : source.path("code"), listed);
        String detail = first(source.path("message"), source.path("detail"));
        if ((code == null || !isWord(code))
                && detail != null
                && CODE.matcher(detail).matches()) {
            String words = code;
            code = detail;
            detail = words;
        }
        if (code == null && detail == null && node.size() > 0) {
            detail = node.toString();
        }
        return new Refusal(status, shortened(code), shortened(detail));
    }

    private static @Nullable String first(JsonNode one, JsonNode other) {
        if (one.isValueNode() && !one.isNull()) {
            return one.asText();
        }
        return other.isValueNode() && !other.isNull() ? other.asText() : null;
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL);
    }
}
