package io.github.camelonomondo.rest;

import java.util.List;
import java.util.Map;

/** What stands below {@code /sims} in the place of a SIM and is none. */
public final class OtherThanSims {

    private static final String SIMS = "/sims/";
    private static final Map<String, List<String>> METHODS =
            Map.of("bulk", List.of("OPTIONS", "PATCH"), "find", List.of("GET", "HEAD", "OPTIONS"));

    private OtherThanSims() {}

    /** The methods that {@code path} takes; none if it is no such path. */
    public static List<String> methodsOf(String path) {
        return path.startsWith(SIMS) ? METHODS.getOrDefault(path.substring(SIMS.length()), List.of()) : List.of();
    }

    /** What {@code Allow} says of them. */
    public static String allow(List<String> methods) {
        return String.join(", ", methods);
    }

    /** For another method. */
    public static Problem notAllowed(String path, List<String> methods) {
        return new Problem(405, "method_not_allowed", path + " is no SIM; it takes " + allow(methods))
                .withHeader("Allow", allow(methods));
    }
}
