package io.github.camelonomondo.support;

import java.util.Random;

/** What no compression makes smaller. */
public final class Noise {

    private Noise() {}

    /** So many printable characters of ASCII, the same each time. */
    public static String ofLength(int length) {
        return new Random(length)
                .ints(length, '0', '[')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
