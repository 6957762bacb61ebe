package io.github.camelonomondo.commands.parse;

import io.github.camelonomondo.sim.SimReference;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A command on its way from JSON: what was read, checked property by property. */
final class CommandDraft {

    private static final int LONGEST_ID = 128;
    private static final Set<String> OF_EVERY_TYPE = Set.of("id", "type", "sim", "expires", "coalesce");

    private final CommandRecord record;
    private final Map<String, @Nullable Object> attributes = new HashMap<>();
    private Map<String, @Nullable Object> object = Map.of();

    CommandDraft(CommandRecord record) {
        this.record = record;
    }

    /** An attribute of the CloudEvent around the data; null for none. It wins over the data. */
    void attribute(String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }

    /** True if attributes of a CloudEvent were given. */
    boolean isEvent() {
        return !attributes.isEmpty();
    }

    /** The JSON object. */
    void take(Map<String, @Nullable Object> properties) {
        object = properties;
    }

    /** The finished command. */
    Command command() throws Refusing {
        String id = id();
        CommandType type = type();
        SimReference sim = sim();
        Instant expires = expires();
        boolean barrier = Boolean.FALSE.equals(coalesce());
        Change change = ChangeReader.read(type, data());
        return new Command(id, type, sim, change, expires, barrier, record);
    }

    String idOrPlace() {
        return value("id") instanceof String id && isId(id) ? id : record.place();
    }

    @Nullable
    String typeText() {
        return value("type") instanceof String type ? CommandError.shown(type) : null;
    }

    @Nullable
    String simText() {
        String named = value("sim") instanceof String sim ? sim : record.keyText();
        return named == null || named.isEmpty() ? null : CommandError.shown(named);
    }

    private String id() throws Refusing {
        String id = string("id");
        if (id == null) {
            return record.place();
        }
        if (!isId(id)) {
            throw Refusing.because(
                    ErrorCode.INVALID_ID,
                    "id has " + id.codePointCount(0, id.length()) + " characters, 1 to " + LONGEST_ID + " are allowed");
        }
        return id;
    }

    private static boolean isId(String id) {
        return !id.isEmpty() && id.codePointCount(0, id.length()) <= LONGEST_ID;
    }

    private CommandType type() throws Refusing {
        String type = string("type");
        if (type == null) {
            throw Refusing.because(ErrorCode.MISSING_TYPE, "the command has no type");
        }
        return CommandType.named(type)
                .orElseThrow(() ->
                        Refusing.because(ErrorCode.UNKNOWN_TYPE, "no command is of type " + CommandError.shown(type)));
    }

    private SimReference sim() throws Refusing {
        String sim = string("sim");
        String named = sim != null ? sim : record.keyText();
        if (named == null || named.isEmpty()) {
            throw Refusing.because(ErrorCode.MISSING_SIM, "neither sim nor the key names a SIM");
        }
        if (!SimReference.matches(named)) {
            throw Refusing.because(
                    ErrorCode.INVALID_SIM,
                    "a SIM id has 9 digits, an ICCID 19 or 20; this is neither: " + CommandError.shown(named));
        }
        return SimReference.of(named);
    }

    private @Nullable Instant expires() throws Refusing {
        String expires = string("expires");
        if (expires == null) {
            return null;
        }
        try {
            return Rfc3339.instant(expires);
        } catch (DateTimeException e) {
            throw Refusing.because(
                    ErrorCode.INVALID_EXPIRES, "expires is no RFC 3339 instant: " + CommandError.shown(expires));
        }
    }

    private @Nullable Boolean coalesce() throws Refusing {
        Object coalesce = value("coalesce");
        if (coalesce == null && !object.containsKey("coalesce")) {
            return null;
        }
        if (coalesce instanceof Boolean flag) {
            return flag;
        }
        throw Refusing.because(ErrorCode.WRONG_TYPE, "coalesce must be true or false");
    }

    /** What is left for the type. */
    private Map<String, @Nullable Object> data() {
        var rest = new HashMap<String, @Nullable Object>();
        for (Map.Entry<String, @Nullable Object> property : object.entrySet()) {
            if (!OF_EVERY_TYPE.contains(property.getKey())) {
                rest.put(property.getKey(), property.getValue());
            }
        }
        return rest;
    }

    private @Nullable String string(String name) throws Refusing {
        Object value = value(name);
        if (value == null && object.containsKey(name) && !attributes.containsKey(name)) {
            throw Refusing.because(ErrorCode.WRONG_TYPE, name + " must be a string, not null");
        }
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Refusing.because(ErrorCode.WRONG_TYPE, name + " must be a string");
    }

    private @Nullable Object value(String name) {
        return !attributes.isEmpty() && attributes.containsKey(name) ? attributes.get(name) : object.get(name);
    }
}
