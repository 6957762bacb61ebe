package io.github.camelonomondo.api;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach the API.
 *
 * @param url base URL; https, or http where the caller has made sure that the key may go over it
 * @param auth form of the key
 * @param callsPerMinute the budget; 0 for no limit of ours
 * @param inFlight calls under way at most; sizes the connection pool
 * @param callTimeout from the start of a call to the last byte of its answer
 */
public record ApiSettings(URI url, AuthForm auth, int callsPerMinute, int inFlight, Duration callTimeout) {}
