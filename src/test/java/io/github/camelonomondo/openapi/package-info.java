/** The published OpenAPI document, read by libraries of others, against the packaged connector. */
package io.github.camelonomondo.openapi;
