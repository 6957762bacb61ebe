/**
 * The words of the field: SIM, its identities, what may be set on it, an update of it, a tag. Plain Java.
 *
 * <p>The rule: nothing here imports anything but the JDK, and every value refuses what it cannot be.
 */
@NullMarked
package io.github.camelonomondo.sim;

import org.jspecify.annotations.NullMarked;
