package io.github.camelonomondo.commands.parse;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Instants as RFC 3339 writes them: always with seconds, unlike Java's own parser; of any precision, and with leap seconds. */
final class Rfc3339 {

    private static final Pattern FORM =
            Pattern.compile("(?<minute>\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:)(?<second>\\d\\d)"
                    + "(?:(?<nanos>\\.\\d{1,9})\\d*)?(?<offset>[Zz]|[+-]\\d\\d:\\d\\d)");

    private Rfc3339() {}

    /** @throws DateTimeException if it is none */
    static Instant instant(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new DateTimeException("no date, time and offset");
        }
        boolean leaps = form.group("second").equals("60");
        String second = leaps ? "59" : form.group("second");
        String nanos = form.group("nanos") == null ? "" : form.group("nanos");
        Instant instant = OffsetDateTime.parse(form.group("minute") + second + nanos + form.group("offset"))
                .toInstant();
        return leaps ? instant.plusSeconds(1) : instant;
    }
}
