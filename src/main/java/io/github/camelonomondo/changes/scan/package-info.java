/**
 * One pass over GET /sims after the other: pages, removals, what stalls, and who is told.
 *
 * <p>The rule: changes are handed over first and taken into the state after; a scan that was cut removes nothing.
 */
@NullMarked
package io.github.camelonomondo.changes.scan;

import org.jspecify.annotations.NullMarked;
