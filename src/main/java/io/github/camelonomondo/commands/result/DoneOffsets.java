package io.github.camelonomondo.commands.result;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Offsets of one partition that are done and not yet committed. */
final class DoneOffsets {

    private final Set<Long> offsets = new HashSet<>();

    void add(long offset) {
        offsets.add(offset);
    }

    boolean contains(long offset) {
        return offsets.contains(offset);
    }

    boolean isEmpty() {
        return offsets.isEmpty();
    }

    Set<Long> from(long first) {
        return offsets.stream().filter(done -> done >= first).collect(Collectors.toSet());
    }

    void removeBelow(long offset) {
        offsets.removeIf(done -> done < offset);
    }
}
