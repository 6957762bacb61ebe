package io.github.camelonomondo.sim;

/**
 * A tag of the organisation.
 *
 * @param id the UUID under which the API knows it
 * @param name what people call it
 */
public record Tag(String id, String name) {}
