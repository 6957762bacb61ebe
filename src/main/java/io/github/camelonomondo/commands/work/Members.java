package io.github.camelonomondo.commands.work;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of properties that are objects, such as {@code data_limit}, named with a dot. Each is a value of its own: a later {@code alert_threshold}
 * leaves an earlier {@code total} as it is.
 */
final class Members {

    private Members() {}

    /** The names of all values, of an object those of its members. No command has an empty one. */
    static Set<String> in(Map<String, @Nullable Object> properties) {
        if (!hasObjects(properties)) {
            return properties.keySet();
        }
        var names = new LinkedHashSet<String>();
        properties.forEach((property, value) -> {
            if (value instanceof Map<?, ?> object) {
                object.keySet().forEach(member -> names.add(name(property, member)));
            } else {
                names.add(property);
            }
        });
        return names;
    }

    // A plain loop: asked for every command, and hardly one of them sets an object.
    private static boolean hasObjects(Map<String, @Nullable Object> properties) {
        for (Object value : properties.values()) {
            if (value instanceof Map) {
                return true;
            }
        }
        return false;
    }

    /** Those of {@code properties} that are named, of an object only its members that are. */
    static Map<String, @Nullable Object> only(Set<String> names, Map<String, @Nullable Object> properties) {
        var only = new LinkedHashMap<String, @Nullable Object>();
        properties.forEach((property, value) -> {
            if (names.contains(property)) {
                only.put(property, value);
            } else if (value instanceof Map<?, ?> object) {
                var members = new LinkedHashMap<Object, @Nullable Object>(object);
                members.keySet().removeIf(member -> !names.contains(name(property, member)));
                if (!members.isEmpty()) {
                    only.put(property, members);
                }
            }
        });
        return only;
    }

    /** Adds {@code more}: members to the object that is there. */
    static void add(Map<String, @Nullable Object> all, Map<String, @Nullable Object> more) {
        more.forEach((property, value) -> {
            if (value instanceof Map<?, ?> members && all.get(property) instanceof Map<?, ?> object) {
                var both = new LinkedHashMap<Object, @Nullable Object>(object);
                both.putAll(members);
                all.put(property, both);
            } else {
                all.put(property, value);
            }
        });
    }

    private static String name(String property, Object member) {
        return property + "." + member;
    }
}
