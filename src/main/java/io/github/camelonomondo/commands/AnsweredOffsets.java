package io.github.camelonomondo.commands;

import java.util.TreeSet;

/** Offsets of one partition that are answered and not yet committed. */
final class AnsweredOffsets {

    private final TreeSet<Long> offsets = new TreeSet<>();

    void add(long offset) {
        offsets.add(offset);
    }

    boolean contains(long offset) {
        return offsets.contains(offset);
    }

    void removeBelow(long offset) {
        offsets.headSet(offset, false).clear();
    }
}
