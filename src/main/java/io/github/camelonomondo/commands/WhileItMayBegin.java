package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.Caused;
import io.github.camelonomondo.api.TraceContext;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls that read, and are wanted as long as calls for their batch may begin: what follows from them could not be told otherwise. */
record WhileItMayBegin(CommandBatch batch, Supplier<Collection<TraceContext>> by) implements Caused {

    @Override
    public Collection<TraceContext> causes() {
        return by.get();
    }

    @Override
    public boolean isWanted() {
        return batch.mayBegin();
    }

    /** To be thrown in place of a call: it is made again once calls may begin. */
    static ApiException notNow(@Nullable Throwable cause) {
        return new ApiException.Unavailable("Kafka is silent, or others may have the commands", 0, cause);
    }
}
