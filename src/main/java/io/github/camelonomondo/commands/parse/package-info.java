/**
 * From the bytes of a record to a command, or to what is wrong with it.
 *
 * <p>The rule: whatever a record holds is one of the two; nothing here throws for it.
 */
@NullMarked
package io.github.camelonomondo.commands.parse;

import org.jspecify.annotations.NullMarked;
