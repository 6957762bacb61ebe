/** A package of its own, so that Spring Boot finds nothing but the one class in it. */
package io.github.camelonomondo.benchmark.bare;
