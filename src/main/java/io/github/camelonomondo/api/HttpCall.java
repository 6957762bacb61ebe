package io.github.camelonomondo.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param operation its name in metrics and messages
 * @param method GET, PATCH, PUT or DELETE
 * @param path below the base URL, already encoded
 * @param query already encoded, or null
 * @param body JSON, or null
 * @param caused by whom
 */
record HttpCall(
        String operation,
        String method,
        String path,
        @Nullable String query,
        byte @Nullable [] body,
        Caused caused) {

    /** The path of bulks. */
    static final String BULK = "sims/bulk";

    private static final Pattern ICCID = Pattern.compile("[0-9]{11,}(?=[0-9]{4})");

    HttpCall(String operation, String method, String path, @Nullable String query, byte @Nullable [] body) {
        this(operation, method, path, query, body, Caused.BY_NOBODY);
    }

    HttpCall causedBy(Caused whom) {
        return new HttpCall(operation, method, path, query, body, whom);
    }

    static HttpCall get(String operation, String path, @Nullable String query) {
        return new HttpCall(operation, "GET", path, query, null);
    }

    boolean isBulk() {
        return path.equals(BULK);
    }

    boolean isRead() {
        return "GET".equals(method);
    }

    /** For messages: neither host nor key, and of an ICCID the last four digits. */
    @Override
    public String toString() {
        return method + " " + ICCID.matcher(path).replaceAll("…");
    }
}
