package io.github.camelonomondo.support;

import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/** True if a number is the same as when this was asked last. With Awaitility's {@code during}: nothing happens for so long. */
public final class Unchanged implements Callable<Boolean> {

    private final LongSupplier number;
    private long last;

    public Unchanged(LongSupplier number) {
        this.number = number;
        this.last = number.getAsLong();
    }

    @Override
    public Boolean call() {
        long before = last;
        last = number.getAsLong();
        return last == before;
    }
}
