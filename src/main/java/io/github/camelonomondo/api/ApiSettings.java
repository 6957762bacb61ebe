package io.github.camelonomondo.api;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");

    private static final int LAST_PORT = 65_535;

    /** True if {@code url} can be a base URL: no query, no user, a port that is one. */
    public static boolean isBase(URI url) {
        boolean known = HTTP.equals(url.getScheme()) || "https".equals(url.getScheme());
        boolean isPort = url.getPort() == -1 || (url.getPort() > 0 && url.getPort() <= LAST_PORT);
        return known && url.getHost() != null && url.getUserInfo() == null && isPort && url.getQuery() == null;
    }

    /** {@code url} as it may be shown: what stands before an @ may hold a password, whether it is a URL or not. */
    public static String shown(String url) {
        int user = url.lastIndexOf('@');
        if (user < 0) {
            return url;
        }
        Matcher scheme = SCHEME.matcher(url);
        return (scheme.lookingAt() ? scheme.group() : "") + "***" + url.substring(user);
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
