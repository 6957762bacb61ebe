/**
 * Spring: settings, wiring, health, metrics.
 *
 * <p>The rule: nothing outside this package knows Spring, and a wrong setting stops the start with one line.
 */
@NullMarked
package io.github.camelonomondo.boot;

import org.jspecify.annotations.NullMarked;
