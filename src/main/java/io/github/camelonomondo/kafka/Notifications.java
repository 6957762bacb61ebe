package io.github.camelonomondo.kafka;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the connector tells what becomes of it. */
public interface Notifications {

    /**
     * Tells, soon: never blocks, never throws.
     *
     * @param type the middle of {@code com.onomondo.connector.TYPE.v1}, {@code scan.started} for one
     * @param details the value: strings, numbers, booleans, null, and lists and maps of these
     */
    void tell(String type, Map<String, ? extends @Nullable Object> details);
}
