package io.github.camelonomondo.api;

import com.fasterxml.jackson.core.JacksonException;
import java.util.regex.Pattern;

/** What is wrong with text that is no JSON, in words for those who wrote it. */
public final class BrokenJson {

    /** Jackson's own places, settings and classes. */
    private static final Pattern INTERNALS = Pattern.compile(
            " \\((?:start marker|for \\w+ starting) at .*|: enable `.*|,? (?:from|as per|bound as) `[^`]*`",
            Pattern.DOTALL);

    private BrokenJson() {}

    /** {@code line 1, column 9: ...}, or what is wrong alone if nobody knows where. */
    public static String why(JacksonException broken) {
        var at = broken.getLocation();
        String message = String.valueOf(broken.getOriginalMessage());
        String words = message.startsWith("Trailing token")
                ? "there is something behind the value"
                : INTERNALS.matcher(message).replaceAll("");
        return at == null ? words : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + words;
    }
}
