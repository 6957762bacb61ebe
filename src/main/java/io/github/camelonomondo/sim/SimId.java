package io.github.camelonomondo.sim;

import org.jspecify.annotations.Nullable;

/**
 * The 9 digits that name a SIM; the key of everything written to Kafka. Never a number: zeros lead it.
 *
 * @param value 9 digits
 */
public record SimId(String value) implements SimReference {

    private static final int LENGTH = 9;

    public SimId {
        if (!matches(value)) {
            throw new IllegalArgumentException("a SIM id has 9 digits, not: " + value);
        }
    }

    /** True for 9 digits. */
    public static boolean matches(String text) {
        return text.length() == LENGTH && Digits.only(text);
    }

    /**
     * The id that JSON holds, however it is written: the API's other places give it as a number, which loses the zeros that lead it.
     *
     * @param json text or a number
     * @return null if it is none
     */
    public static @Nullable SimId read(@Nullable Object json) {
        String text = json instanceof String || json instanceof Integer || json instanceof Long ? json.toString() : "";
        if (text.length() == LENGTH) {
            return matches(text) ? new SimId(text) : null;
        }
        boolean isShort = !text.isEmpty() && text.length() < LENGTH && Digits.only(text);
        return isShort ? new SimId("0".repeat(LENGTH - text.length()) + text) : null;
    }

    /** The id as a number, below 1,000,000,000: for compact tables only. */
    public int number() {
        return Integer.parseInt(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
