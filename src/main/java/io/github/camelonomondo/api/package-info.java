/**
 * The Onomondo API: its calls, what they answer, how they fail, and the budget they share.
 *
 * <p>The rule: status codes are read here and nowhere else; others ask a {@link io.github.camelonomondo.api.Refusal} what
 * it means. What leaves this package is either an answer that was proven or an {@link io.github.camelonomondo.api.ApiException} named by its remedy.
 */
@NullMarked
package io.github.camelonomondo.api;

import org.jspecify.annotations.NullMarked;
