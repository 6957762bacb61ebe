package io.github.camelonomondo.commands.result;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Offsets of one partition that are answered and not yet committed. */
final class AnsweredOffsets {

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
        return offsets.stream().filter(answered -> answered >= first).collect(Collectors.toSet());
    }

    void removeBelow(long offset) {
        offsets.removeIf(answered -> answered < offset);
    }
}
