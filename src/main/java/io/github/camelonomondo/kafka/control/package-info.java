/**
 * Orders on the control topic: who carries them out, how often, and what the answer says.
 *
 * <p>The rule: each order is answered once; one that fails is refused and does not hold up those behind it for ever.
 */
@NullMarked
package io.github.camelonomondo.kafka.control;

import org.jspecify.annotations.NullMarked;
