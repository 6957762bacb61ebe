/**
 * How fast the connector is, beside a bare loop and a peer on the same broker and the same API stand-in; and how it
 * lasts. Nothing of it runs in {@code verify}; docs/benchmark.md says how to start it.
 */
package io.github.camelonomondo.benchmark;
