/**
 * The demo: the connector with a broker, an API and a little traffic of its own.
 *
 * <p>The rule: it is the shipped application; nothing but its surroundings is made up.
 */
package io.github.camelonomondo;
