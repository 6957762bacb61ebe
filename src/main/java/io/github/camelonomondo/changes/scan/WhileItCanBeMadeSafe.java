package io.github.camelonomondo.changes.scan;

import io.github.camelonomondo.api.Caused;
import io.github.camelonomondo.api.TraceContext;
import io.github.camelonomondo.changes.StateRepository;
import java.util.Collection;
import java.util.List;

/** Calls of a scan, wanted as long as the repository can be reached once the budget has one to give. */
record WhileItCanBeMadeSafe(StateRepository repository) implements Caused {

    @Override
    public Collection<TraceContext> causes() {
        return List.of();
    }

    @Override
    public boolean isWanted() {
        return repository.unreachable() == null;
    }
}
