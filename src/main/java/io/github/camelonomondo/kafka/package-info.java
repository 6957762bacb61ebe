/**
 * Kafka as both halves use it: topics, CloudEvents headers, the transactional writer, who leads.
 *
 * <p>The rule: what is written together is committed together, and nothing here knows the SIM API.
 */
@NullMarked
package io.github.camelonomondo.kafka;

import org.jspecify.annotations.NullMarked;
