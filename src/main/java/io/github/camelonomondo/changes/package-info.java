/**
 * From two views of a SIM to one record of what changed.
 *
 * <p>The rule: state moves after the record is safe, never before; what was not proven by a complete scan and a GET is
 * not removed.
 */
@NullMarked
package io.github.camelonomondo.changes;

import org.jspecify.annotations.NullMarked;
