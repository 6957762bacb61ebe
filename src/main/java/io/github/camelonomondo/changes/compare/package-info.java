/**
 * Whether two views of a SIM differ, and in which fields.
 *
 * <p>The rule: two JSON texts that mean the same are the same, whatever their order, spaces and numbers look like.
 */
@NullMarked
package io.github.camelonomondo.changes.compare;

import org.jspecify.annotations.NullMarked;
