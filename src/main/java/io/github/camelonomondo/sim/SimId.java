package io.github.camelonomondo.sim;

/**
 * The 9 digits that name a SIM; the key of everything written to Kafka. Never a number: zeros lead it.
 *
 * @param value 9 digits
 */
public record SimId(String value) implements SimReference, Comparable<SimId> {

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

    /** The id as a number, below 1,000,000,000: for compact tables only. */
    public int number() {
        return Integer.parseInt(value);
    }

    @Override
    public int compareTo(SimId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
