/**
 * Changes as events and state records on Kafka, in one transaction for each page; and what Kafka is told of the scans, and
 * orders of them.
 *
 * <p>The rule: what a reader of committed records sees is every difference between two scans, once; from there the state
 * is read at a start.
 */
@NullMarked
package io.github.camelonomondo.changes.journal;

import org.jspecify.annotations.NullMarked;
