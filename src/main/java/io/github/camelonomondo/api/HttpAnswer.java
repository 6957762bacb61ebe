package io.github.camelonomondo.api;

import org.jspecify.annotations.Nullable;

/**
 * What came over the wire.
 *
 * @param status of the answer
 * @param body all that could be read of it
 * @param rate what its headers say of the limit
 * @param cut why reading ended before the body did, or null if all of it came
 */
record HttpAnswer(
        int status, byte[] body, RateHeaders rate, @Nullable Exception cut) {

    private static final int FIRST_ERROR = 300;

    boolean isSuccess() {
        return status >= 200 && status < FIRST_ERROR;
    }

    boolean isEmpty() {
        return body.length == 0;
    }

    /** True if the first character could begin a JSON object or array. */
    boolean looksLikeJson() {
        return looksLikeObject() || first() == '[';
    }

    /** True if the first character could begin a JSON object. */
    boolean looksLikeObject() {
        return first() == '{';
    }

    private int first() {
        for (byte b : body) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b;
            }
        }
        return -1;
    }
}
