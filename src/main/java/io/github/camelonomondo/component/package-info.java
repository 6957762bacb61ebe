/**
 * The Camel component {@code onomondo:}: the operations of the SIM API as producers, the changes of the fleet as a
 * consumer.
 *
 * <p>The rule: classes here translate between exchanges and the packages below; they decide nothing about SIMs.
 */
@NullMarked
package io.github.camelonomondo.component;

import org.jspecify.annotations.NullMarked;
