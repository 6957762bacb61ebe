package io.github.camelonomondo.commands.parse;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelonomondo.api.BrokenJson;
import io.github.camelonomondo.sim.Characters;
import java.io.IOException;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a record as bare JSON or as a CloudEvent, binary or structured. Never throws for what a record holds: a bad one
 * is an outcome. Safe to share between threads.
 */
public final class CommandParser {

    private static final Logger LOG = LoggerFactory.getLogger(CommandParser.class);
    private static final int LARGEST = 256 * 1024;
    private static final int LARGEST_TO_NAME = 2 * 1024 * 1024;
    private static final String STRUCTURED = "application/cloudevents+json";

    /** Deeper than any property of a SIM. What is as deep as JSON may be could be read, and not be written into the body of a bulk. */
    private static final int DEEPEST = 100;

    private final ObjectMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final ObjectReader objects = mapper.readerFor(LinkedHashMap.class);

    public Parsed parse(CommandRecord record) {
        var draft = new CommandDraft(record);
        try {
            read(record, draft);
            return new Parsed.Accepted(draft.command());
        } catch (Refusing e) {
            return rejected(draft, e);
        } catch (RuntimeException e) { // thrown on, it would be read again and again, and hold up its neighbours
            LOG.atError().log("a record could not be read as nobody foresaw", e);
            return rejected(draft, Refusing.because(ErrorCode.INVALID_JSON, "the record cannot be read"));
        }
    }

    private static Parsed rejected(CommandDraft draft, Refusing why) {
        return new Parsed.Rejected(draft.idOrPlace(), draft.typeText(), draft.simText(), why.error());
    }

    private void read(CommandRecord record, CommandDraft draft) throws Refusing {
        boolean structured = isStructured(record);
        if (!structured) {
            takeAttributes(record, draft);
        }
        if (sizeOf(record) > LARGEST) {
            whose(record, structured, draft);
            throw Refusing.because(
                    ErrorCode.TOO_LARGE, "the record has " + sizeOf(record) + " bytes, " + LARGEST + " are allowed");
        }
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            if (draft.isEvent()) {
                return; // data is optional in a CloudEvent
            }
            throw Refusing.because(ErrorCode.EMPTY, "the record has no value");
        }
        Map<String, @Nullable Object> object = objectIn(value);
        draft.take(structured ? unwrapped(object, draft) : object);
    }

    /** Of a record that is refused for its size, if that can be had: its result is to be found by the id. */
    private void whose(CommandRecord record, boolean structured, CommandDraft draft) {
        byte[] value = record.value();
        if (value == null || value.length > LARGEST_TO_NAME) {
            return;
        }
        try {
            Map<String, @Nullable Object> object = objectIn(value);
            draft.take(structured ? unwrapped(object, draft) : object);
        } catch (Refusing e) {
            LOG.atDebug().log("a record that is too large is no command either: {}", e.getMessage());
        }
    }

    private static boolean isStructured(CommandRecord record) {
        String contentType = record.header("content-type");
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(STRUCTURED);
    }

    private static void takeAttributes(CommandRecord record, CommandDraft draft) throws Refusing {
        if (record.headers().lastHeader("ce_type") == null) {
            return;
        }
        draft.attribute("id", record.header("ce_id"));
        draft.attribute("sim", record.header("ce_subject"));
        draft.attribute("expires", record.header("ce_expirytime"));
        String type = record.header("ce_type");
        draft.attribute("type", type == null ? null : CommandType.nameIn(type));
    }

    private static int sizeOf(CommandRecord record) {
        int size = lengthOf(record.key()) + lengthOf(record.value());
        for (Header header : record.headers()) {
            size += header.key().length() + lengthOf(header.value());
        }
        return size;
    }

    private static int lengthOf(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private Map<String, @Nullable Object> objectIn(byte[] value) throws Refusing {
        try (JsonParser parser = mapper.createParser(value)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw Refusing.because(ErrorCode.EMPTY, "the record holds white space only");
            }
            if (first != JsonToken.START_OBJECT) {
                mapper.readValue(value, Object.class); // what is not even JSON is said to be that
                throw Refusing.because(ErrorCode.NOT_AN_OBJECT, "the value is " + named(first) + ", not an object");
            }
            Map<String, @Nullable Object> object = objects.readValue(parser);
            if (!isWritable(object)) {
                throw Refusing.because(ErrorCode.INVALID_JSON, "a string holds half of a surrogate pair");
            }
            return object;
        } catch (JacksonException e) {
            throw Refusing.because(ErrorCode.INVALID_JSON, BrokenJson.why(e));
        } catch (IOException e) {
            // Jackson says so of bytes that look like an encoding it does not know.
            throw Refusing.because(ErrorCode.INVALID_JSON, String.valueOf(e.getMessage()));
        }
    }

    private static boolean isWritable(@Nullable Object value) {
        if (value instanceof String text) {
            return Characters.areWhole(text);
        }
        if (value instanceof Map<?, ?> object) {
            return areWritable(object.keySet()) && areWritable(object.values());
        }
        return !(value instanceof List<?> list) || areWritable(list);
    }

    // A plain loop: every value of every command passes here.
    private static boolean areWritable(Collection<?> values) {
        for (Object value : values) {
            if (!isWritable(value)) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    private Map<String, @Nullable Object> unwrapped(Map<String, @Nullable Object> event, CommandDraft draft)
            throws Refusing {
        draft.attribute("id", text(event, "id"));
        draft.attribute("sim", text(event, "subject"));
        draft.attribute("expires", text(event, "expirytime"));
        String type = text(event, "type");
        draft.attribute("type", type == null ? null : CommandType.nameIn(type));
        Object data = event.get("data");
        if (data == null) {
            // Byte data, as some libraries write it (CloudEvents JSON format 1.0.2, section 3.1).
            String bytes = text(event, "data_base64");
            return bytes == null ? Map.of() : objectIn(decoded(bytes));
        }
        if (data instanceof Map<?, ?> object) {
            return (Map<String, @Nullable Object>) object;
        }
        throw Refusing.because(ErrorCode.NOT_AN_OBJECT, "data of the CloudEvent is not an object");
    }

    private static byte[] decoded(String base64) throws Refusing {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Refusing.because(
                    ErrorCode.INVALID_JSON, "data_base64 of the CloudEvent is no base64: " + e.getMessage());
        }
    }

    private static @Nullable String text(Map<String, @Nullable Object> event, String attribute) throws Refusing {
        Object value = event.get(attribute);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Refusing.because(ErrorCode.WRONG_TYPE, attribute + " of the CloudEvent is not a string");
    }

    private static String named(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "a number";
        };
    }
}
