package io.github.camelonomondo.sim;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What may be set on a SIM, by commands and by REST. A property that the API gets has its place here, and in the documents
 * of both: {@code command.schema.json} and {@code openapi.yaml}.
 */
public enum SimProperty {
    LABEL(Kind.TEXT, true),
    NETWORK_WHITELIST(Kind.TEXT, true),
    IMEI_LOCK(Kind.TEXT, true),
    CONNECTOR(Kind.TEXT, true),
    ACTIVATED(Kind.SWITCH, true),
    TAGS(Kind.TAGS, true),
    DATA_LIMIT(Kind.LIMIT, false),
    TECHNOLOGIES(Kind.SWITCHES, false);

    /** What a property may be set to; how strictly that is looked at is for commands and REST to say. */
    public enum Kind {
        /** A string, or null for none. */
        TEXT,
        /** True or false. */
        SWITCH,
        /** An object of them, by name. */
        SWITCHES,
        /** An object that says how many bytes, for how long, and from how many on to warn. */
        LIMIT,
        /** A list of strings. */
        TAGS
    }

    private static final Map<String, SimProperty> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SimProperty::wireName, Function.identity()));

    private final String wireName = name().toLowerCase(Locale.ROOT);
    private final Kind kind;
    private final boolean isListed;

    SimProperty(Kind kind, boolean isListed) {
        this.kind = kind;
        this.isListed = isListed;
    }

    /** The API's own name of it, as in {@code "network_whitelist"}. */
    public String wireName() {
        return wireName;
    }

    public Kind kind() {
        return kind;
    }

    /** True if the rows of {@code GET /sims} show it, false if only {@code GET /sims/{id}} may. */
    public boolean isListed() {
        return isListed;
    }

    /** The one of that name, or null if the API sets none. */
    public static @Nullable SimProperty named(String wireName) {
        return BY_NAME.get(wireName);
    }
}
