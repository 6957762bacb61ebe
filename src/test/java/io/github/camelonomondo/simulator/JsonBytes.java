package io.github.camelonomondo.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON as bytes, written by hand: a page of a thousand SIMs must cost no tree. Not for more than one thread. */
final class JsonBytes {

    private static final byte[] NULL = bytes("null");
    private static final byte[] TRUE = bytes("true");
    private static final byte[] FALSE = bytes("false");

    private byte[] buffer;
    private int length;

    JsonBytes(int capacity) {
        buffer = new byte[capacity];
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    JsonBytes raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, buffer, length, json.length);
        length += json.length;
        return this;
    }

    JsonBytes raw(char ascii) {
        reserve(1);
        buffer[length++] = (byte) ascii;
        return this;
    }

    /** Writes digits with leading zeros. */
    JsonBytes digits(long value, int width) {
        reserve(width);
        long rest = value;
        for (int i = length + width - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += width;
        return this;
    }

    JsonBytes number(long value) {
        return raw(bytes(Long.toString(value)));
    }

    JsonBytes bool(boolean value) {
        return raw(value ? TRUE : FALSE);
    }

    /** Writes a string with its quotes, or null. */
    JsonBytes text(String value) {
        if (value == null) {
            return raw(NULL);
        }
        raw('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
                escape(c);
            } else {
                raw(c);
            }
        }
        return raw('"');
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    private void escape(char c) {
        raw('\\').raw('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            raw(Character.forDigit((c >> shift) & 0xf, 16));
        }
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
