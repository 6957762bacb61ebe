package io.github.camelonomondo.api;

import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param operation its name in metrics and messages
 * @param method GET, PATCH, PUT or DELETE
 * @param path below the base URL, already encoded
 * @param query already encoded, or null
 * @param body JSON, or null
 */
record HttpCall(
        String operation,
        String method,
        String path,
        @Nullable String query,
        byte @Nullable [] body) {

    static HttpCall get(String operation, String path, @Nullable String query) {
        return new HttpCall(operation, "GET", path, query, null);
    }

    boolean isRead() {
        return "GET".equals(method);
    }

    /** For messages: neither host nor key. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
