package io.github.camelonomondo.commands.parse;

import io.github.camelonomondo.sim.SimProperty;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what each type of command carries. Whatever it does not know it refuses. */
final class ChangeReader {

    private final Map<String, @Nullable Object> data;

    private ChangeReader(Map<String, @Nullable Object> data) {
        this.data = data;
    }

    /**
     * Reads the change of a command.
     *
     * @param data the command's properties without those that every type has
     * @throws Refusing if anything is missing, unknown or of the wrong type
     */
    static Change read(CommandType type, Map<String, @Nullable Object> data) throws Refusing {
        var reader = new ChangeReader(data);
        return switch (type) {
            case ACTIVATE -> reader.only(Set.of()).setting(true);
            case DEACTIVATE -> reader.only(Set.of()).setting(false);
            case RELABEL -> reader.property(SimProperty.LABEL);
            case SET_NETWORK_WHITELIST -> reader.property(SimProperty.NETWORK_WHITELIST);
            case SET_CONNECTOR -> reader.property(SimProperty.CONNECTOR);
            case SET_IMEI_LOCK -> reader.property(SimProperty.IMEI_LOCK);
            case SET_DATA_LIMIT -> reader.property(SimProperty.DATA_LIMIT);
            case SET_TAGS -> Change.tags(reader.only(Set.of("tags")).tagList(), List.of(), List.of());
            case TAG -> Change.tags(null, reader.someTags(), List.of());
            case UNTAG -> Change.tags(null, List.of(), reader.someTags());
            case UPDATE -> reader.only(Set.of("set")).update();
        };
    }

    private Change setting(boolean activated) {
        return Change.set(SimProperty.ACTIVATED.wireName(), activated);
    }

    private Change property(SimProperty property) throws Refusing {
        String name = property.wireName();
        only(Set.of(name)).mustHave(name);
        return Change.set(name, checked(property, data.get(name)));
    }

    private ChangeReader only(Set<String> known) throws Refusing {
        for (String name : data.keySet()) {
            if (!known.contains(name)) {
                throw Refusing.because(
                        ErrorCode.UNKNOWN_PROPERTY, "this type of command has no property " + CommandError.shown(name));
            }
        }
        return this;
    }

    private void mustHave(String name) throws Refusing {
        if (!data.containsKey(name)) {
            throw Refusing.because(ErrorCode.MISSING_PROPERTY, "the command needs " + name);
        }
    }

    private List<String> tagList() throws Refusing {
        mustHave("tags");
        return texts("tags", data.get("tags"));
    }

    private List<String> someTags() throws Refusing {
        only(Set.of("tag", "tags"));
        var tags = new LinkedHashSet<String>();
        if (data.containsKey("tag")) {
            if (!(data.get("tag") instanceof String tag) || tag.isEmpty()) {
                throw Refusing.because(ErrorCode.WRONG_TYPE, "tag must be a string that is not empty");
            }
            tags.add(tag);
        }
        if (data.containsKey("tags")) {
            tags.addAll(texts("tags", data.get("tags")));
        }
        if (tags.isEmpty()) {
            throw Refusing.because(ErrorCode.MISSING_PROPERTY, "the command needs tag or tags");
        }
        return List.copyOf(tags);
    }

    private Change update() throws Refusing {
        mustHave("set");
        if (!(data.get("set") instanceof Map<?, ?> set)) {
            throw Refusing.because(ErrorCode.WRONG_TYPE, "set must be an object");
        }
        if (set.isEmpty()) {
            throw Refusing.because(ErrorCode.EMPTY_UPDATE, "the update sets nothing");
        }
        var properties = new LinkedHashMap<String, @Nullable Object>();
        List<String> tags = null;
        for (Map.Entry<?, ?> entry : set.entrySet()) {
            String name = String.valueOf(entry.getKey());
            SimProperty property = SimProperty.named(name);
            if (property == null) {
                throw Refusing.because(ErrorCode.UNKNOWN_PROPERTY, "the API sets no " + CommandError.shown(name));
            }
            if (property == SimProperty.TAGS) {
                tags = texts(name, entry.getValue());
            } else {
                properties.put(name, checked(property, entry.getValue()));
            }
        }
        return new Change(properties, tags, List.of(), List.of());
    }

    private static @Nullable Object checked(SimProperty property, @Nullable Object value) throws Refusing {
        String name = property.wireName();
        return switch (property.kind()) {
            case TEXT -> of(name, value == null || value instanceof String, "a string or null", value);
            case SWITCH -> of(name, value instanceof Boolean, "true or false", value);
            case SWITCHES, LIMIT -> {
                boolean some = value instanceof Map<?, ?> object && !object.isEmpty();
                yield of(name, some, "an object that is not empty", value);
            }
            case TAGS -> texts(name, value);
        };
    }

    private static @Nullable Object of(String name, boolean right, String wanted, @Nullable Object value)
            throws Refusing {
        if (right) {
            return value;
        }
        throw Refusing.because(ErrorCode.WRONG_TYPE, name + " must be " + wanted);
    }

    private static List<String> texts(String name, @Nullable Object value) throws Refusing {
        if (!(value instanceof List<?> list)) {
            throw Refusing.because(ErrorCode.WRONG_TYPE, name + " must be a list of strings");
        }
        var texts = new LinkedHashSet<String>();
        for (Object element : list) {
            if (!(element instanceof String text) || text.isEmpty()) {
                throw Refusing.because(ErrorCode.WRONG_TYPE, name + " must be a list of strings that are not empty");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }
}
