package io.github.camelonomondo.rest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands below {@code /sims} in the place of a SIM and is none. */
public final class OtherThanSims {

    private static final String SIMS = "/sims/";
    private static final Map<String, String> METHODS = Map.of("bulk", "OPTIONS, PATCH", "find", "GET, HEAD, OPTIONS");

    private OtherThanSims() {}

    /** The methods that {@code path} takes, as {@code Allow} has them; null if it is no such path. */
    public static @Nullable String methodsOf(String path) {
        return path.startsWith(SIMS) ? METHODS.get(path.substring(SIMS.length())) : null;
    }

    /** For another method. */
    public static Problem notAllowed(String path, String methods) {
        return new Problem(405, "method_not_allowed", path + " is no SIM; it takes " + methods)
                .withHeader("Allow", methods);
    }
}
