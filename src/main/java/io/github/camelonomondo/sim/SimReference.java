package io.github.camelonomondo.sim;

/** What a SIM may be called by: its id or the ICCID printed on the card. Both address {@code /sims/{id}}. */
public sealed interface SimReference permits SimId, Iccid {

    /** The digits, with their leading zeros. */
    String value();

    /** True for text that {@link #of} takes. */
    static boolean matches(String text) {
        return SimId.matches(text) || Iccid.matches(text);
    }

    /**
     * Reads either form.
     *
     * @throws IllegalArgumentException if the text is neither 9 nor 19 or 20 digits
     */
    static SimReference of(String text) {
        if (SimId.matches(text)) {
            return new SimId(text);
        }
        if (Iccid.matches(text)) {
            return new Iccid(text);
        }
        throw new IllegalArgumentException(
                "a SIM is named by its id of 9 digits or its ICCID of 19 or 20 digits, not by: " + text);
    }
}
