/** What the connector publishes of itself, held against what it does. */
package io.github.camelonomondo.contracts;
