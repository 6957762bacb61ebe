/**
 * A stand-in for the Onomondo API over real HTTP, with a fleet of its own, a record of every call and faults on demand.
 *
 * <p>The rule: without a fault it answers as the real API is documented or was seen to answer; every deviation was asked
 * for by name, and nothing here knows the connector.
 */
package io.github.camelonomondo.simulator;
