/**
 * The component {@code onomondo:} in Spring Boot applications of others: its options by their properties. The connector
 * makes its component itself, of its own settings.
 */
@NullMarked
package io.github.camelonomondo.springboot;

import org.jspecify.annotations.NullMarked;
