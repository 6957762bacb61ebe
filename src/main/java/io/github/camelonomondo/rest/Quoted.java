package io.github.camelonomondo.rest;

/** What a stranger wrote, fit to be shown: quoted, short, printable. */
final class Quoted {

    private static final int LONGEST = 60;
    private static final int LONGEST_SENTENCE = 200;

    private Quoted() {}

    static String of(String text) {
        return "'" + shown(text, LONGEST) + "'";
    }

    /** What somebody else says of it, which may be longer and has quotes of its own. */
    static String plain(String text) {
        return shown(text, LONGEST_SENTENCE);
    }

    private static String shown(String text, int longest) {
        var shown = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> shown.appendCodePoint(printable(c) ? c : '\uFFFD'));
        return shown.append(text.codePointCount(0, text.length()) > longest ? "…" : "")
                .toString();
    }

    private static boolean printable(int c) {
        return !Character.isISOControl(c) && Character.isDefined(c) && Character.getType(c) != Character.SURROGATE;
    }
}
