package io.github.camelonomondo.boot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Why a Kafka client could not be made: a store of keys or certificates that cannot be read, for example. */
final class KafkaClientFailure {

    /** That nothing could be made is no reason. */
    private static final List<String> AROUND = List.of("Failed to construct ", "Failed to create new ");

    private static final String LOCATION = ".location";

    private final Map<String, String> settings;

    /** @param settings that were given, by Kafka's names */
    KafkaClientFailure(Map<String, String> settings) {
        this.settings = new TreeMap<>(settings);
    }

    /** In one line; only the names of files are shown of the settings. Null if it was no client that failed. */
    @Nullable
    String lineOf(KafkaException failure) {
        if (!isOfClient(failure)) {
            return null;
        }
        var reasons = new ArrayList<String>();
        for (Throwable cause = failure; cause != null && reasons.size() < 2; cause = cause.getCause()) {
            if (!isAround(cause)) {
                reasons.add(said(cause));
            }
        }
        String reason = String.join(", ", reasons).replaceAll("\\s+", " ");
        return subject(reason) + ": " + reason;
    }

    /** Nor is one that only repeats what comes next, as Kafka's SASL_SSL wraps all that fails. */
    private static boolean isAround(Throwable cause) {
        Throwable next = cause.getCause();
        return isOfClient(cause) || (next != null && next.toString().equals(cause.getMessage()));
    }

    private static boolean isOfClient(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof KafkaException && AROUND.stream().anyMatch(message::startsWith);
    }

    private static String said(Throwable cause) {
        if (cause instanceof KafkaException) {
            return String.valueOf(cause.getMessage());
        }
        String kind = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? kind : kind + ": " + cause.getMessage();
    }

    private String subject(String reason) {
        // The name of one file may begin with that of another.
        String file = names(name -> name.endsWith(LOCATION)).stream()
                .map(this::valueOf)
                .filter(reason::contains)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        if (!file.isEmpty()) {
            // Several may name the same file.
            return variables(names(
                            name -> name.endsWith(LOCATION) && valueOf(name).equals(file))) + "=" + file;
        }
        List<String> given = names(name -> name.startsWith("ssl.") || name.startsWith("sasl."));
        return given.isEmpty() ? "a KAFKA_ variable" : variables(given);
    }

    private String valueOf(String name) {
        return settings.getOrDefault(name, "");
    }

    private List<String> names(Predicate<String> wanted) {
        return settings.keySet().stream()
                .filter(wanted)
                .filter(name -> !valueOf(name).isEmpty())
                .toList();
    }

    private static String variables(List<String> names) {
        return names.stream()
                .map(name -> SettingException.variable("kafka." + name))
                .collect(Collectors.joining(", "));
    }
}
