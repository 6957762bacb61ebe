package io.github.camelonomondo.k8s;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is wrong, one line each. */
final class Faults {

    private final List<String> lines = new ArrayList<>();

    void unless(boolean holds, String fault) {
        if (!holds) {
            lines.add(fault);
        }
    }

    void addAll(Collection<String> faults) {
        lines.addAll(faults);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
