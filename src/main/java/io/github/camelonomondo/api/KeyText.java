package io.github.camelonomondo.api;

import org.jspecify.annotations.Nullable;

/** What an operator writes as the key of the API. */
public final class KeyText {

    /** What servers take of headers as a whole is not much more. */
    private static final int LONGEST = 4096;

    private static final char DELETE = 127;

    private static final String SCHEME = "Bearer ";

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private KeyText() {}

    /** What {@code text} holds: without a byte order mark, the blanks around it, and the scheme that a header would have. */
    public static String keyIn(String text) {
        String key = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).strip();
        boolean hasScheme = (key + " ").startsWith(SCHEME);
        return hasScheme ? (key + " ").substring(SCHEME.length()).strip() : key;
    }

    /** Why {@code key} can be none, without a character of it; null if it may be one, or is empty. */
    public static @Nullable String flawOf(String key) {
        if (key.length() > LONGEST) {
            return "it has " + key.length() + " characters, " + LONGEST + " are allowed";
        }
        boolean isVisible = key.chars().allMatch(character -> character > ' ' && character < DELETE);
        return isVisible ? null : "it has a blank, a line end or another character than visible ASCII in it";
    }
}
