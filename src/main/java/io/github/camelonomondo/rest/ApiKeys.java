package io.github.camelonomondo.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who may call the REST surface. Holds digests of the keys only; compares all of them, in constant time. */
public final class ApiKeys {

    private static final Pattern SEPARATOR = Pattern.compile("[,\r\n]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E&&[^,]]{1,512}");
    private static final String BEARER = "bearer ";

    private final Map<String, byte[]> digests;

    private ApiKeys(Map<String, byte[]> digests) {
        this.digests = digests;
    }

    /**
     * Reads {@code name:key} pairs, separated by commas or line ends. Blank text is no keys.
     *
     * @throws IllegalArgumentException that names the entry by its place or name, never by its key
     */
    public static ApiKeys parse(String text) {
        var digests = new LinkedHashMap<String, byte[]>();
        int place = 0;
        for (String entry : SEPARATOR.splitAsStream(text).map(String::strip).toList()) {
            if (entry.isEmpty()) {
                continue;
            }
            place++;
            int colon = entry.indexOf(':');
            var name = colon < 0 ? "" : entry.substring(0, colon);
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "entry " + place
                                + " has no proper name; allowed are name:key pairs with names of letters, digits, '.', '_', '-'");
            }
            var key = entry.substring(colon + 1);
            if (!KEY.matcher(key).matches()) {
                throw new IllegalArgumentException(
                        "entry '" + name + "' has no proper key; allowed are 1 to 512 visible ASCII characters");
            }
            if (digests.put(name, digest(key)) != null) {
                throw new IllegalArgumentException("the name '" + name + "' stands twice; names have to differ");
            }
        }
        return new ApiKeys(digests);
    }

    /** True if nobody has a key. */
    public boolean isEmpty() {
        return digests.isEmpty();
    }

    /** The name of whoever sent this {@code Authorization}, {@code Bearer KEY} or {@code KEY}; null for nobody known. */
    public @Nullable String nameOf(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        byte[] given = digest(bearer ? authorization.substring(BEARER.length()).strip() : authorization.strip());
        String found = null;
        for (var entry : digests.entrySet()) {
            if (MessageDigest.isEqual(entry.getValue(), given)) {
                found = entry.getKey();
            }
        }
        return found;
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
