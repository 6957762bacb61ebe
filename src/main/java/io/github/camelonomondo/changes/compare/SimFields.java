package io.github.camelonomondo.changes.compare;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which properties of a SIM count when two views of it are compared. Not thread-safe. */
public final class SimFields {

    /** What moves by itself: traffic, presence, counters, and what is not a property of the SIM. */
    public static final List<String> IGNORED_BY_DEFAULT = List.of(
            "usage",
            "online_at",
            "last_came_online_at",
            "location",
            "data_limit.used",
            "data_limit.period",
            "data_limit.resets_at",
            "tags.can_write");

    private final FieldNode root;

    private SimFields(Set<String> ignored) {
        this.root = FieldNode.root(ignored);
    }

    /** All properties, known and unknown, but these; names inside objects are dotted. */
    public static SimFields ignoring(Collection<String> names) {
        return new SimFields(names.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet()));
    }

    public FieldNode root() {
        return root;
    }
}
