package io.github.camelonomondo.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The cursor of GET /sims, and what can be wrong with it. */
final class PageAnswer {

    private static final Pattern CURSOR = Pattern.compile("(\\d{9})@");
    private static final Pattern ASKED = Pattern.compile("next_page=([^&]+)");

    private PageAnswer() {}

    /** The last id of a page in Base64; the mark behind it makes the padding that careless clients fail to encode. */
    static String cursor(int last) {
        return Base64.getEncoder().encodeToString((SimNumbers.id(last) + "@").getBytes(StandardCharsets.US_ASCII));
    }

    /** The last id of the page before, or nothing if no page ever ended in such a cursor. */
    static OptionalInt parse(String cursor) {
        try {
            var matcher = CURSOR.matcher(new String(Base64.getDecoder().decode(cursor), StandardCharsets.US_ASCII));
            return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
        } catch (IllegalArgumentException notBase64) {
            return OptionalInt.empty();
        }
    }

    static Answer loop(Call call, Answer answer) {
        if (answer.status() != 200) {
            return answer;
        }
        var page = (ObjectNode) answer.parse();
        var asked = ASKED.matcher(call.query());
        var self = asked.find() ? Query.decode(asked.group(1)) : cursor(0);
        page.putObject("pagination").put("has_more", true).put("next_page", self);
        return answer.withText(page.toString());
    }
}
