/**
 * What stands before the routes of REST in the web server: who may call, how large a body may be, errors as problems.
 *
 * <p>The rule: what a request asks for is decided in the routes; here it is let through or not.
 */
@NullMarked
package io.github.camelonomondo.boot.rest;

import org.jspecify.annotations.NullMarked;
