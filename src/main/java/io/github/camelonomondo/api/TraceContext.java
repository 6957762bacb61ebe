package io.github.camelonomondo.api;

import org.jspecify.annotations.Nullable;

/**
 * Where somebody who traces stands, in the words of the W3C.
 *
 * @param traceparent as it came, not checked
 * @param tracestate as it came, or null
 */
public record TraceContext(String traceparent, @Nullable String tracestate) {

    /** The exchange property with the one who caused the calls made for an exchange. */
    public static final String PROPERTY = "onomondo.trace";
}
