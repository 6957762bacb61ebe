/**
 * What commands get: results, dead letters and replies, and which records have theirs.
 *
 * <p>The rule: a record counts as done only after Kafka confirmed its result.
 */
@NullMarked
package io.github.camelonomondo.commands.result;

import org.jspecify.annotations.NullMarked;
