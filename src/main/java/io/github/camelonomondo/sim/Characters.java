package io.github.camelonomondo.sim;

/**
 * Text as UTF-8 can hold it. JSON can escape half of a surrogate pair, which is no character: neither the API nor a record
 * could ever be told it.
 */
public final class Characters {

    private Characters() {}

    /** As much of {@code text} as is told of what a stranger sent, with a sign that there is more; no pair is cut in halves. */
    public static String start(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most) + "…";
    }

    /** True if every surrogate of {@code text} stands in a pair. */
    public static boolean areWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            // Both halves of a pair come as one code point above them.
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
