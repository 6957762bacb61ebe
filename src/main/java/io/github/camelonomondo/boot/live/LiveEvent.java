package io.github.camelonomondo.boot.live;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One server-sent event.
 *
 * @param name {@code figures}, {@code change}, {@code result}, {@code dead-letter} or {@code notification}
 */
record LiveEvent(String name, ObjectNode data) {}
