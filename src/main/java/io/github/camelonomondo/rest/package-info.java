/**
 * The REST surface: the SIM API's own paths, parameters and bodies, for clients that only change their base URL.
 *
 * <p>The rule: bad input ends here, before a call is made, and every no is an RFC 9457 problem. Routes name the
 * operation; the beans here read what came over HTTP, drop the rest of it, and word the response.
 */
@NullMarked
package io.github.camelonomondo.rest;

import org.jspecify.annotations.NullMarked;
