package io.github.camelonomondo.commands.parse;

import io.github.camelonomondo.api.Refusal;
import java.util.Locale;

/** Why a command was refused or failed: a closed list, documented in {@code docs/commands.md}. */
public enum ErrorCode {
    /** The record has no value, or an empty one. */
    EMPTY,
    /** Over 256 KiB. */
    TOO_LARGE,
    /** Not JSON, or the same property twice. */
    INVALID_JSON,
    /** JSON, but not an object. */
    NOT_AN_OBJECT,
    MISSING_TYPE,
    UNKNOWN_TYPE,
    UNKNOWN_PROPERTY,
    MISSING_PROPERTY,
    /** A property holds the wrong type of JSON. */
    WRONG_TYPE,
    /** Empty or over 128 characters. */
    INVALID_ID,
    /** Neither in the command nor as the key. */
    MISSING_SIM,
    /** Neither 9 nor 19 or 20 digits. */
    INVALID_SIM,
    INVALID_EXPIRES,
    /** An update that sets nothing. */
    EMPTY_UPDATE,
    /** No tag of that name. */
    UNKNOWN_TAG,
    /** The API knows no such SIM. */
    SIM_NOT_FOUND,
    /** The API refused it and would again. */
    REFUSED,
    /** The API kept refusing it with an error that might have passed. */
    ATTEMPTS_EXHAUSTED,
    /** The API answered again and again without saying what became of it, and it was not done. */
    UNPROVEN;

    /** What a refusal says that is final. */
    public static ErrorCode ofFinal(Refusal refusal) {
        return "sim_not_found".equals(refusal.code()) ? SIM_NOT_FOUND : REFUSED;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
