/**
 * Spring: settings, wiring, health, metrics.
 *
 * <p>The rule: nothing outside this package and those below it knows Spring, but for {@code springboot}, and a wrong setting stops the start with one line.
 */
@NullMarked
package io.github.camelonomondo.boot;

import org.jspecify.annotations.NullMarked;
