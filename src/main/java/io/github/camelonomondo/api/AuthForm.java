package io.github.camelonomondo.api;

/**
 * How the key is written into the {@code Authorization} header. The API's samples say bearer, its prose and every
 * working client send the key alone (reference: docs.onomondo.com, "Authentication").
 */
public enum AuthForm {
    /** {@code Bearer KEY}. */
    BEARER,
    /** {@code KEY}. */
    RAW,
    /** Bearer first; whenever answers turn to 401 the other form is tried once, and what works is kept. */
    AUTO
}
