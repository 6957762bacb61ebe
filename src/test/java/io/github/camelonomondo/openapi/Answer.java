package io.github.camelonomondo.openapi;

import java.util.List;
import java.util.Map;

/**
 * What came back.
 *
 * @param headers by their names in lower case
 */
record Answer(int status, String type, String body, Map<String, List<String>> headers) {

    @Override
    public String toString() {
        return status + " " + type + " " + body.substring(0, Math.min(300, body.length()));
    }
}
