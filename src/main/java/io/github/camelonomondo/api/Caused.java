package io.github.camelonomondo.api;

import java.util.Collection;
import java.util.List;

/** What makes calls, and can tell what caused the call that goes out now. Asked only where calls are traced. */
@FunctionalInterface
public interface Caused {

    /** Nothing that is traced. */
    Caused BY_NOBODY = List::of;

    /** One for each cause that is traced. */
    Collection<TraceContext> causes();
}
