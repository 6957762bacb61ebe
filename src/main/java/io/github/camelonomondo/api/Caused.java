package io.github.camelonomondo.api;

import java.util.Collection;
import java.util.List;

/** What makes calls, and can tell what caused the call that goes out now. */
@FunctionalInterface
public interface Caused {

    /** Nothing that is traced. */
    Caused BY_NOBODY = List::of;

    /** One for each cause that is traced. Asked only where calls are. */
    Collection<TraceContext> causes();

    /** False if no call is wanted any more. Asked once the budget has one to give, right before it is sent. Bulks ask for their updates instead. */
    default boolean isWanted() {
        return true;
    }
}
