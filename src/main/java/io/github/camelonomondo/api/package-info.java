/**
 * The Onomondo API: its calls, what they answer, how they fail, and the budget they share.
 *
 * <p>The rule: status codes and the shapes of answers are read here and nowhere else. What leaves this package is
 * either an answer that was proven or an {@link io.github.camelonomondo.api.ApiException} named by its remedy.
 */
@NullMarked
package io.github.camelonomondo.api;

import org.jspecify.annotations.NullMarked;
