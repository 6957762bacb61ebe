package io.github.camelonomondo.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.camelonomondo.sim.SimId;
import org.jspecify.annotations.Nullable;

/**
 * Knows the line that nearly every SIM of every bulk gets, {@code {"id":"000279139","success":true}}, by its bytes; with
 * spaces between them or without. Any other line is for a parser of JSON.
 */
final class UsualLine {

    private static final int DIGITS = 9;
    private static final byte[] ID = "\"id\"".getBytes(ISO_8859_1);
    private static final byte[] SUCCESS = "\"success\"".getBytes(ISO_8859_1);
    private static final byte[] TRUE = "true".getBytes(ISO_8859_1);

    private final byte[] body;
    private final int end;
    private int at;

    private UsualLine(byte[] body, int from, int length) {
        this.body = body;
        this.at = from;
        this.end = from + length;
    }

    /** The SIM that the line says was updated, or null if it is not of the usual form. */
    static @Nullable SimId updated(byte[] body, int from, int length) {
        var line = new UsualLine(body, from, length);
        String id = line.has('{') && line.has(ID) && line.has(':') && line.has('"') ? line.digits() : null;
        return id != null && line.saysUpdated() ? new SimId(id) : null;
    }

    private boolean saysUpdated() {
        return has(',') && has(SUCCESS) && has(':') && has(TRUE) && has('}') && isOver();
    }

    private boolean has(char character) {
        skipSpace();
        return at < end && body[at++] == character;
    }

    private boolean has(byte[] text) {
        skipSpace();
        if (end - at < text.length) {
            return false;
        }
        for (byte b : text) {
            if (body[at++] != b) {
                return false;
            }
        }
        return true;
    }

    /** Nine of them and the end of the string. */
    private @Nullable String digits() {
        if (end - at <= DIGITS || body[at + DIGITS] != '"') {
            return null;
        }
        for (int i = at; i < at + DIGITS; i++) {
            if (body[i] < '0' || body[i] > '9') {
                return null;
            }
        }
        var digits = new String(body, at, DIGITS, ISO_8859_1);
        at += DIGITS + 1;
        return digits;
    }

    private boolean isOver() {
        skipSpace();
        return at == end;
    }

    private void skipSpace() {
        while (at < end && (body[at] == ' ' || body[at] == '\t' || body[at] == '\r')) {
            at++;
        }
    }
}
