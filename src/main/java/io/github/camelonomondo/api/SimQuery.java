package io.github.camelonomondo.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to ask {@code GET /sims} for.
 *
 * @param limit SIMs per page, or null for the API's default
 * @param cursor {@code next_page} of the page before, or null for the first
 * @param filters {@code key:value} each; all must hold. None: the whole fleet
 */
public record SimQuery(@Nullable Integer limit, @Nullable String cursor, List<String> filters) {

    public SimQuery {
        filters = List.copyOf(filters);
    }

    /** A page of the whole fleet. */
    public static SimQuery page(int limit, @Nullable String cursor) {
        return new SimQuery(limit, cursor, List.of());
    }
}
