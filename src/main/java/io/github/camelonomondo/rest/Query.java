package io.github.camelonomondo.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a query string. A name with brackets, {@code filter[]} or {@code filter[0]}, is the name before. */
final class Query {

    private static final Pattern AND = Pattern.compile("&");
    private static final Pattern BRACKETS = Pattern.compile("\\[[0-9]{0,3}]$");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads a query.
     *
     * @param raw percent-encoded, or null for none
     * @throws ProblemException if it cannot be read or names a parameter that is not {@code allowed}
     */
    static Query parse(@Nullable String raw, List<String> allowed) {
        var values = new LinkedHashMap<String, List<String>>();
        for (String pair :
                raw == null ? List.<String>of() : AND.splitAsStream(raw).toList()) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            var name = BRACKETS.matcher(decode(equals < 0 ? pair : pair.substring(0, equals), "the query"))
                    .replaceFirst("");
            if (!allowed.contains(name)) {
                throw ProblemException.badRequest(
                        "parameter_unknown", "unknown parameter " + Quoted.of(name) + "; allowed: " + allowed);
            }
            values.computeIfAbsent(name, n -> new ArrayList<>())
                    .add(equals < 0 ? "" : decode(pair.substring(equals + 1), "the parameter " + name));
        }
        return new Query(values);
    }

    /** All values of {@code name}, in order. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * The one value of {@code name}, or null.
     *
     * @throws ProblemException if there are several, or it is empty or longer than {@code longest}
     */
    @Nullable
    String text(String name, int longest) {
        var given = all(name);
        if (given.isEmpty()) {
            return null;
        }
        var value = given.get(0);
        if (given.size() > 1 || value.isEmpty() || value.length() > longest) {
            throw wrong(name, "once, with 1 to " + longest + " characters");
        }
        return value;
    }

    /**
     * The number under {@code name}, or null.
     *
     * @throws ProblemException unless it is a whole number from {@code least} to {@code most}
     */
    @Nullable
    Integer number(String name, int least, int most) {
        var given = all(name);
        if (given.isEmpty()) {
            return null;
        }
        var value = given.size() == 1 ? given.get(0) : String.join(",", given);
        int number = WHOLE.matcher(value).matches() ? Integer.parseInt(value) : -1;
        if (number < least || number > most) {
            throw invalid(name, "a whole number from " + least + " to " + most + ", not " + Quoted.of(value));
        }
        return number;
    }

    static ProblemException invalid(String name, String allowed) {
        return wrong(name, "as " + allowed);
    }

    private static ProblemException wrong(String name, String how) {
        return ProblemException.badRequest(name + "_invalid", "the parameter " + name + " has to be given " + how);
    }

    /** {@link URLDecoder} alone would put another character for bytes that are none, and the API would be asked for that. */
    private static String decode(String encoded, String what) {
        try {
            byte[] bytes = URLDecoder.decode(encoded, ISO_8859_1).getBytes(ISO_8859_1);
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw ProblemException.badRequest("query_invalid", what + " is not UTF-8, percent-encoded as it should be");
        }
    }
}
