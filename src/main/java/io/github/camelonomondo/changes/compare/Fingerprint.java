package io.github.camelonomondo.changes.compare;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * 128 bits of a SIM, read from the parser without building anything. Two views have the same fingerprint if and only if
 * {@link Difference} finds none between them: the order of properties does not matter, ignored ones neither, tags are a
 * set of ids, numbers are compared by value, the SIM's id is the same as a number or without its zeros, absent and null
 * differ.
 *
 * <p>It is the sum of the hashes of all leaves, each mixed with its place. An object is its members: one
 * without any that counts is like none. Holds its last reading until the next; not thread-safe.
 */
public final class Fingerprint {

    /** No usable id was read. */
    public static final int NO_ID = -1;

    private static final int LARGEST_ID = 999_999_999;

    private static final int ID_LENGTH = 9;

    private final FieldNode root;
    private final ValueHash value = new ValueHash();

    private long first;
    private long second;
    private int id;

    public Fingerprint(SimFields fields) {
        this.root = fields.root();
    }

    public long first() {
        return first;
    }

    public long second() {
        return second;
    }

    /** The SIM's id as a number, or {@link #NO_ID}. */
    public int id() {
        return id;
    }

    /** Reads the object that {@code parser} stands at the start of, and leaves it at its end. */
    public void read(JsonParser parser) throws IOException {
        first = 0;
        second = 0;
        id = NO_ID;
        leaves(parser, root);
    }

    private void leaves(JsonParser parser, FieldNode node) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            FieldNode child = node.child(name);
            if (child.isId) {
                id = idOf(parser, token);
            }
            if (child.ignored) {
                parser.skipChildren();
                continue;
            }
            if (token == JsonToken.START_OBJECT) {
                leaves(parser, child);
            } else if (child.isId && id != NO_ID) {
                add(child, id, id);
            } else {
                value.read(parser, token, child);
                add(child, value.first(), value.second());
            }
        }
    }

    private void add(FieldNode place, long one, long two) {
        first += Hash.mix(place.first ^ one);
        second += Hash.mixAgain(place.second + Long.rotateLeft(two, 17));
    }

    /** As {@link io.github.camelonomondo.sim.SimId#read} does, without making anything. */
    private static int idOf(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return inRange(parser);
        }
        int length = token == JsonToken.VALUE_STRING ? parser.getTextLength() : 0;
        if (length == 0 || length > ID_LENGTH) {
            return NO_ID;
        }
        char[] text = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        int number = 0;
        for (int i = offset; i < offset + length; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return NO_ID;
            }
            number = number * 10 + (text[i] - '0');
        }
        return number;
    }

    private static int inRange(JsonParser parser) throws IOException {
        boolean isInt = parser.getNumberType() == JsonParser.NumberType.INT;
        int number = isInt ? parser.getIntValue() : NO_ID;
        return number >= 0 && number <= LARGEST_ID ? number : NO_ID;
    }
}
