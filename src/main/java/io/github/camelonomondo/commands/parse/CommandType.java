package io.github.camelonomondo.commands.parse;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a command asks for; the names are those of the contract, with a dash for each underscore. */
public enum CommandType {
    ACTIVATE,
    DEACTIVATE,
    RELABEL,
    SET_NETWORK_WHITELIST,
    SET_CONNECTOR,
    SET_IMEI_LOCK,
    SET_DATA_LIMIT,
    SET_TAGS,
    TAG,
    UNTAG,
    UPDATE;

    private static final String CE_PREFIX = "com.onomondo.sim.";
    private static final String CE_SUFFIX = ".v1";
    private static final Map<String, CommandType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CommandType::wireName, Function.identity()));

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As in {@code "type": "set-tags"}. */
    public String wireName() {
        return wireName;
    }

    /** As a CloudEvents type, {@code com.onomondo.sim.set-tags.v1}. */
    String eventType() {
        return CE_PREFIX + wireName + CE_SUFFIX;
    }

    static Optional<CommandType> named(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    /** The name inside a CloudEvents type, {@code relabel} in {@code com.onomondo.sim.relabel.v1}; or the whole text. */
    static String nameIn(String ceType) {
        boolean ours = ceType.length() >= CE_PREFIX.length() + CE_SUFFIX.length()
                && ceType.startsWith(CE_PREFIX)
                && ceType.endsWith(CE_SUFFIX);
        return ours ? ceType.substring(CE_PREFIX.length(), ceType.length() - CE_SUFFIX.length()) : ceType;
    }
}
