/**
 * The consumer beneath Camel's endpoint: one batch in hand, joined by what comes, committed as far as it is done.
 *
 * <p>The rule: an offset is committed only once every record before it is done, also while the group rebalances.
 */
@NullMarked
package io.github.camelonomondo.kafka.consumer;

import org.jspecify.annotations.NullMarked;
