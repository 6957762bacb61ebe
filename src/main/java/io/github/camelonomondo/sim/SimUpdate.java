package io.github.camelonomondo.sim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Properties of one SIM to set, under the API's own names. Values are absolute, so that an update may be sent again:
 * null detaches, absent leaves alone.
 *
 * @param sim whose
 * @param properties at least one; values are strings, booleans, numbers, null, or lists and maps of these
 */
public record SimUpdate(SimId sim, Map<String, @Nullable Object> properties) {

    public SimUpdate {
        if (properties.isEmpty()) {
            throw new IllegalArgumentException("an update of SIM " + sim + " sets nothing");
        }
        if (properties.containsKey("id")) {
            throw new IllegalArgumentException("the id of SIM " + sim + " is no property that can be set");
        }
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
}
