package io.github.camelonomondo.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The parameters of a call, decoded. */
final class Query {

    private final Map<String, List<String>> parameters = new LinkedHashMap<>();

    Query(String raw) {
        for (String parameter : raw.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters
                        .computeIfAbsent(decode(parameter.substring(0, equals)), name -> new ArrayList<>())
                        .add(decode(parameter.substring(equals + 1)));
            }
        }
    }

    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Optional<String> first(String name) {
        return all(name).stream().filter(value -> !value.isEmpty()).findFirst();
    }

    List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /** A number within bounds, the default if it is absent, or nothing if it is wrong. */
    OptionalInt number(String name, int least, int most, int otherwise) {
        try {
            int value = first(name).map(Integer::parseInt).orElse(otherwise);
            return value >= least && value <= most ? OptionalInt.of(value) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
