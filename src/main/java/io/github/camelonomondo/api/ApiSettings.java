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

    private static final String HTTP = "http";

    /** True if {@code url} can be a base URL. */
    public static boolean isBase(URI url) {
        boolean known = HTTP.equals(url.getScheme()) || "https".equals(url.getScheme());
        return known && url.getHost() != null && url.getQuery() == null;
    }

    /** True if what is sent to {@code url} can be read by nobody on the way: by https, or not beyond this machine. */
    public static boolean isSafe(URI url) {
        try {
            return !HTTP.equals(url.getScheme())
                    || InetAddress.getByName(url.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
