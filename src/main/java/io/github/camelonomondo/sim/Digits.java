package io.github.camelonomondo.sim;

/** ASCII digits; {@link Character#isDigit} would take those of every script. */
final class Digits {

    private Digits() {}

    static boolean only(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }
}
