package io.github.camelonomondo.api;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
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
public record ApiSettings(URI url, AuthForm auth, int callsPerMinute, int inFlight, Duration callTimeout) {

    /** True if the key, sent to {@code host} in plain, does not leave this machine. */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
