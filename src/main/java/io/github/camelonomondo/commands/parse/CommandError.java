package io.github.camelonomondo.commands.parse;

import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.sim.Characters;
import org.jspecify.annotations.Nullable;

/**
 * What was wrong.
 *
 * @param code of the closed list
 * @param detail for people, with the offending thing in it
 * @param apiStatus HTTP status of the API's no, or null if it was not asked
 * @param apiError the API's own code, or null if it gave none
 */
public record CommandError(
        ErrorCode code,
        String detail,
        @Nullable Integer apiStatus,
        @Nullable String apiError) {

    private static final int MOST_SHOWN = 80;

    public static CommandError of(ErrorCode code, String detail) {
        return new CommandError(code, detail, null, null);
    }

    public static CommandError of(ErrorCode code, Refusal refusal) {
        return new CommandError(code, refusal.inWords(), refusal.status(), refusal.code());
    }

    /** The start of a text that may be long, for a detail. */
    public static String shown(String text) {
        return Characters.start(text, MOST_SHOWN);
    }

    /** The same, with more to say. */
    public CommandError and(String more) {
        return new CommandError(code, detail + "; " + more, apiStatus, apiError);
    }
}
