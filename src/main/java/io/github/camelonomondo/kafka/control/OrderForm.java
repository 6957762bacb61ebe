package io.github.camelonomondo.kafka.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an order has to look like, whether it comes over HTTP or on the control topic. */
public final class OrderForm {

    public static final String SCAN_NOW = "scan-now";
    public static final String PAUSE_COMMANDS = "pause-commands";
    public static final String RESUME_COMMANDS = "resume-commands";
    public static final String ACCEPT_REMOVALS = "accept-removals";
    public static final String REPLAY_DLQ = "replay-dlq";

    /** All there are, as an explanation lists them. */
    public static final List<String> NAMES =
            List.of(SCAN_NOW, PAUSE_COMMANDS, RESUME_COMMANDS, ACCEPT_REMOVALS, REPLAY_DLQ);

    static final String REASON = "reason";
    static final String SINCE = "since";
    static final String DRY_RUN = "dryRun";

    private static final String ORDER = "order";
    private static final Map<String, Set<String>> MEMBERS = Map.of(REPLAY_DLQ, Set.of(REASON, SINCE, DRY_RUN));

    private OrderForm() {}

    /** What is ordered; empty if it does not say. */
    public static String nameOf(JsonNode order) {
        return order.path(ORDER).isTextual() ? order.path(ORDER).textValue() : "";
    }

    /**
     * What is wrong with the members of an order, in words; null if nothing is. None may be there that the order does not
     * take: with a misspelt filter everything would be replayed, and {@code dryRun} of an order that knows none would be
     * carried out in earnest. Of an order that is not one of {@link #NAMES} nothing is known.
     */
    public static @Nullable String flawIn(JsonNode order) {
        String name = nameOf(order);
        if (!NAMES.contains(name)) {
            return null;
        }
        Set<String> members = MEMBERS.getOrDefault(name, Set.of());
        for (var member : order.properties()) {
            String flaw = member.getKey().equals(ORDER)
                    ? null
                    : members.contains(member.getKey())
                            ? flawIn(member.getKey(), member.getValue())
                            : name + " has no property " + member.getKey() + takes(members);
            if (flaw != null) {
                return flaw;
            }
        }
        return null;
    }

    private static String takes(Set<String> members) {
        return members.isEmpty() ? "; it takes none" : "; it takes " + String.join(", ", new TreeSet<>(members));
    }

    private static @Nullable String flawIn(String member, JsonNode value) {
        return switch (member) {
            case DRY_RUN -> value.isBoolean() ? null : "dryRun must be true or false, not " + value;
            case SINCE ->
                value.isTextual() && isInstant(value.textValue())
                        ? null
                        : "since must be an instant such as 2026-01-31T12:00:00Z, not " + value;
            default ->
                value.isTextual() && !value.textValue().isBlank()
                        ? null
                        : "reason must be a string that is not empty, not " + value
                                + "; without it every reason is meant";
        };
    }

    private static boolean isInstant(String text) {
        try {
            var unused = Instant.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
