/**
 * From a batch of command records to as few calls as possible, and back to one result per record.
 *
 * <p>The rule: an offset is committed only after every record up to it has its result on the results topic. A crash in
 * between sends some of them again, with the same absolute values; it never loses one.
 */
@NullMarked
package io.github.camelonomondo.commands;

import org.jspecify.annotations.NullMarked;
