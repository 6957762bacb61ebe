package io.github.camelonomondo.simulator;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The numbers of a SIM, all of them made from its id: 894573, four zeros, the id, a Luhn digit make the ICCID. */
final class SimNumbers {

    private static final String ICCID_START = "8945730000";
    private static final Pattern ID = Pattern.compile("\\d{9}");
    private static final Pattern ICCID = Pattern.compile(ICCID_START + "(\\d{9})\\d?");

    private SimNumbers() {}

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The number of a 9-digit id, or nothing if it is not one. */
    static OptionalInt parseId(String text) {
        return isId(text) ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** Reads an id, or an ICCID of 19 or 20 digits. */
    static OptionalInt parse(String text) {
        var iccid = ICCID.matcher(text);
        return iccid.matches() ? OptionalInt.of(Integer.parseInt(iccid.group(1))) : parseId(text);
    }

    static String id(int number) {
        return new String(new JsonBytes(9).digits(number, 9).toBytes(), java.nio.charset.StandardCharsets.US_ASCII);
    }

    static String iccid(int number) {
        return ICCID_START + id(number) + checkDigit(number);
    }

    static void writeIccid(int number, JsonBytes out) {
        out.raw(START_BYTES).digits(number, 9).digits(checkDigit(number), 1);
    }

    private static final byte[] START_BYTES = JsonBytes.bytes(ICCID_START);

    // Every second digit from the right is doubled, beginning with the last one before the check digit.
    private static int checkDigit(int number) {
        int sum = 0;
        long rest = 8_945_730_000L * 1_000_000_000L + number;
        for (boolean doubled = true; rest > 0; rest /= 10, doubled = !doubled) {
            int digit = (int) (rest % 10) * (doubled ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return (10 - sum % 10) % 10;
    }
}
