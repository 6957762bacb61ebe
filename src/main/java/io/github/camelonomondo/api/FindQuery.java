package io.github.camelonomondo.api;

import org.jspecify.annotations.Nullable;

/**
 * What to ask {@code GET /sims/find} for.
 *
 * @param search part of a SIM id or label, or a complete ICCID
 * @param limit how many at most, or null for the API's default of 10
 * @param offset how many to leave out first, or null for none
 */
public record FindQuery(
        String search, @Nullable Integer limit, @Nullable Integer offset) {}
