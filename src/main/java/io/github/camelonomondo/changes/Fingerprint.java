package io.github.camelonomondo.changes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * 128 bits of a SIM, read from the parser without building anything. Two views have the same fingerprint if and only if
 * {@link Difference} finds none between them: the order of properties does not matter, ignored ones neither, tags are a
 * set of ids, numbers are compared by value, absent and null differ.
 *
 * <p>It is the sum of the hashes of all leaves, each mixed with its place. An object without leaves that count is a
 * leaf itself. Holds its last reading until the next; not thread-safe.
 */
final class Fingerprint {

    /** No usable id was read. */
    static final int NO_ID = -1;

    private static final int ID_LENGTH = 9;
    private static final long NULL = 0x5f356495a17ac291L;
    private static final long TRUE = 0x1c69b3f74ac4ae35L;
    private static final long FALSE = 0x3c6ef372fe94f82aL;
    private static final long OBJECT = 0x5851f42d4c957f2dL;
    private static final long ARRAY = 0x14057b7ef767814fL;
    private static final long TAGS = 0x27bb2ee687b0b0fdL;
    private static final long LONG_LIMIT = 1_000_000_000_000_000_000L;

    private final FieldNode root;

    private long first;
    private long second;
    private int id;

    /** The value that was read last. */
    private long value1;

    private long value2;

    private long[] tags = new long[16];

    Fingerprint(SimFields fields) {
        this.root = fields.root();
    }

    long first() {
        return first;
    }

    long second() {
        return second;
    }

    /** The SIM's id as a number, or {@link #NO_ID}. */
    int id() {
        return id;
    }

    /** Reads the object that {@code parser} stands at the start of, and leaves it at its end. */
    void read(JsonParser parser) throws IOException {
        first = 0;
        second = 0;
        id = NO_ID;
        leaves(parser, root);
    }

    private int leaves(JsonParser parser, FieldNode node) throws IOException {
        int count = 0;
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
            count++;
            if (token == JsonToken.START_OBJECT) {
                if (leaves(parser, child) == 0) {
                    add(child, OBJECT, OBJECT);
                }
            } else {
                value(parser, token, child);
                add(child, value1, value2);
            }
        }
        return count;
    }

    private void add(FieldNode place, long one, long two) {
        first += Hash.mix(place.first ^ one);
        second += Hash.mixAgain(place.second + Long.rotateLeft(two, 17));
    }

    private void value(JsonParser parser, @Nullable JsonToken token, FieldNode node) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            text(parser);
        } else if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            number(parser, token);
        } else if (token == JsonToken.START_ARRAY) {
            if (node.isTags) {
                tags(parser, node);
            } else {
                array(parser, node);
            }
        } else if (token == JsonToken.START_OBJECT) {
            object(parser, node);
        } else {
            constant(token == JsonToken.VALUE_TRUE ? TRUE : token == JsonToken.VALUE_FALSE ? FALSE : NULL);
        }
    }

    private void constant(long constant) {
        value1 = constant;
        value2 = constant;
    }

    private void text(JsonParser parser) throws IOException {
        char[] text = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        int length = parser.getTextLength();
        value1 = Hash.first(text, offset, length);
        value2 = Hash.second(text, offset, length);
    }

    private void number(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long number = parser.getLongValue();
            if (number < LONG_LIMIT && number > -LONG_LIMIT) {
                whole(number);
                return;
            }
        }
        BigDecimal number = Canonical.number(parser.getDecimalValue());
        if (number.scale() <= 0 && number.scale() > -18 && number.abs().compareTo(Canonical.LONG_LIMIT) < 0) {
            whole(number.longValueExact());
        } else {
            String digits = number.toString();
            value1 = ~Hash.first(digits);
            value2 = ~Hash.second(digits);
        }
    }

    private void whole(long number) {
        value1 = Hash.mix(number ^ ARRAY);
        value2 = Hash.mixAgain(number + TAGS);
    }

    private void array(JsonParser parser, FieldNode node) throws IOException {
        long one = ARRAY;
        long two = ARRAY;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            value(parser, token, node);
            one = Hash.mix(Long.rotateLeft(one, 5) + value1);
            two = Hash.mixAgain(Long.rotateLeft(two, 7) ^ value2);
        }
        value1 = one;
        value2 = two;
    }

    private void object(JsonParser parser, FieldNode node) throws IOException {
        long one = OBJECT;
        long two = OBJECT;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            FieldNode child = node.child(name);
            if (child.ignored) {
                parser.skipChildren();
                continue;
            }
            value(parser, token, child);
            one += Hash.mix(child.first ^ value1);
            two += Hash.mixAgain(child.second + Long.rotateLeft(value2, 17));
        }
        value1 = Hash.mix(one);
        value2 = Hash.mixAgain(two);
    }

    private void tags(JsonParser parser, FieldNode node) throws IOException {
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                tag(parser, node);
            } else {
                value(parser, token, node.child(""));
            }
            if (2 * count + 2 > tags.length) {
                tags = Arrays.copyOf(tags, tags.length * 2);
            }
            tags[2 * count] = value1;
            tags[2 * count + 1] = value2;
            count++;
        }
        long one = TAGS;
        long two = TAGS;
        for (int i = 0; i < count; i++) {
            if (isFirstOfItsKind(i)) {
                one += Hash.mix(tags[2 * i]);
                two += Hash.mixAgain(tags[2 * i + 1]);
            }
        }
        value1 = one;
        value2 = two;
    }

    private boolean isFirstOfItsKind(int index) {
        for (int i = 0; i < index; i++) {
            if (tags[2 * i] == tags[2 * index] && tags[2 * i + 1] == tags[2 * index + 1]) {
                return false;
            }
        }
        return true;
    }

    /** A tag is its id; one without is all that it says. */
    private void tag(JsonParser parser, FieldNode node) throws IOException {
        boolean named = false;
        long id1 = 0;
        long id2 = 0;
        long one = OBJECT;
        long two = OBJECT;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            FieldNode child = node.child(name);
            value(parser, token, child);
            if ("id".equals(name) && token == JsonToken.VALUE_STRING) {
                named = true;
                id1 = value1;
                id2 = value2;
            }
            if (!child.ignored) {
                one += Hash.mix(child.first ^ value1);
                two += Hash.mixAgain(child.second + Long.rotateLeft(value2, 17));
            }
        }
        value1 = named ? id1 : Hash.mix(one);
        value2 = named ? id2 : Hash.mixAgain(two);
    }

    private static int idOf(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING || parser.getTextLength() != ID_LENGTH) {
            return NO_ID;
        }
        char[] text = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        int number = 0;
        for (int i = offset; i < offset + ID_LENGTH; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return NO_ID;
            }
            number = number * 10 + (text[i] - '0');
        }
        return number;
    }
}
