package io.github.camelonomondo.changes.compare;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * 128 bits of one value of a SIM, read from the parser without building anything; equal for values that {@link
 * Canonical} holds for equal. Holds its last reading until the next; not thread-safe.
 */
final class ValueHash {

    private static final long OBJECT = 0x5851f42d4c957f2dL;

    private static final long NULL = 0x5f356495a17ac291L;
    private static final long TRUE = 0x1c69b3f74ac4ae35L;
    private static final long FALSE = 0x3c6ef372fe94f82aL;
    private static final long ARRAY = 0x14057b7ef767814fL;
    private static final long TAGS = 0x27bb2ee687b0b0fdL;
    private static final long LONG_LIMIT = 1_000_000_000_000_000_000L;

    private long first;
    private long second;
    private long[] tags = new long[16];

    long first() {
        return first;
    }

    long second() {
        return second;
    }

    /** Reads the value that {@code parser} stands at, which is at {@code node} of the SIM. */
    void read(JsonParser parser, @Nullable JsonToken token, FieldNode node) throws IOException {
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
        first = constant;
        second = constant;
    }

    private void text(JsonParser parser) throws IOException {
        char[] text = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        int length = parser.getTextLength();
        first = Hash.first(text, offset, length);
        second = Hash.second(text, offset, length);
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
            first = ~Hash.first(digits);
            second = ~Hash.second(digits);
        }
    }

    private void whole(long number) {
        first = Hash.mix(number ^ ARRAY);
        second = Hash.mixAgain(number + TAGS);
    }

    private void array(JsonParser parser, FieldNode node) throws IOException {
        long one = ARRAY;
        long two = ARRAY;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            read(parser, token, node);
            one = Hash.mix(Long.rotateLeft(one, 5) + first);
            two = Hash.mixAgain(Long.rotateLeft(two, 7) ^ second);
        }
        first = one;
        second = two;
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
            read(parser, token, child);
            one += Hash.mix(child.first ^ first);
            two += Hash.mixAgain(child.second + Long.rotateLeft(second, 17));
        }
        first = Hash.mix(one);
        second = Hash.mixAgain(two);
    }

    private void tags(JsonParser parser, FieldNode node) throws IOException {
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                tag(parser, node);
            } else {
                read(parser, token, node.child(""));
            }
            if (2 * count + 2 > tags.length) {
                tags = Arrays.copyOf(tags, tags.length * 2);
            }
            tags[2 * count] = first;
            tags[2 * count + 1] = second;
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
        first = one;
        second = two;
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
            read(parser, token, child);
            if ("id".equals(name) && token == JsonToken.VALUE_STRING) {
                named = true;
                id1 = first;
                id2 = second;
            }
            if (!child.ignored) {
                one += Hash.mix(child.first ^ first);
                two += Hash.mixAgain(child.second + Long.rotateLeft(second, 17));
            }
        }
        first = named ? id1 : Hash.mix(one);
        second = named ? id2 : Hash.mixAgain(two);
    }
}
