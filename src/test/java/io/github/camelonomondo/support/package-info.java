/**
 * What tests and the demo stand on: a Kafka broker inside the JVM, its topics, the packaged connector as a process.
 *
 * <p>The rule: everything is the real thing, closes what it opened, and leaves its files under {@code target}.
 */
package io.github.camelonomondo.support;
