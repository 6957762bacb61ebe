package io.github.camelonomondo.api;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an operator writes as the key of the API. */
public final class KeyText {

    /** What servers take of headers as a whole is not much more. */
    private static final int LONGEST = 4096;

    private static final char DELETE = 127;

    static final String NOT_UTF_8 = "it is not UTF-8";

    private static final Pattern SCHEME = Pattern.compile("^Bearer(?:\\s+|$)");

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private KeyText() {}

    /** What {@code text} holds: without a byte order mark, the blanks around it, and the scheme that a header would have. */
    public static String keyIn(String text) {
        String line = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        return SCHEME.matcher(line.strip()).replaceFirst("");
    }

    /** Why there can be no key in {@code file}, without a character of it; null if there can. */
    public static @Nullable String flawIn(Path file) {
        try {
            String key = keyIn(Files.readString(file));
            return key.isEmpty() ? "it is empty" : flawOf(key);
        } catch (CharacterCodingException e) {
            return NOT_UTF_8;
        } catch (IOException e) {
            return "it cannot be read";
        }
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
