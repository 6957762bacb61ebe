package io.github.camelonomondo.sim;

/**
 * The number printed on a SIM card. The API takes it with and without its check digit wherever a single SIM is
 * addressed, but not in a bulk (reference: docs.onomondo.com, "Bulk SIM Update").
 *
 * @param value 19 or 20 digits
 */
public record Iccid(String value) implements SimReference {

    private static final int SHORTEST = 19;
    private static final int LONGEST = 20;
    private static final int SHOWN = 4;

    public Iccid {
        if (!matches(value)) {
            throw new IllegalArgumentException("an ICCID has 19 or 20 digits, not: " + value);
        }
    }

    /** True for 19 or 20 digits. */
    public static boolean matches(String text) {
        return text.length() >= SHORTEST && text.length() <= LONGEST && Digits.only(text);
    }

    /** True if they differ in nothing but the check digit. */
    public boolean isOfSameCard(Iccid other) {
        return value.startsWith(other.value.substring(0, SHORTEST));
    }

    /** The last four digits: an ICCID identifies a person's device, so a log never shows all of it. */
    @Override
    public String toString() {
        return "…" + value.substring(value.length() - SHOWN);
    }
}
