package io.github.camelonomondo.changes;

import org.jspecify.annotations.Nullable;

/**
 * Where the state outlives the process. {@code onomondo:changes} calls it from one thread at a time, that of its scans.
 */
public interface StateRepository {

    /**
     * Brings {@code state} to what was last made safe: before the first scan, and again after anything failed. May take
     * as long as it needs; an interrupt ends it.
     *
     * @return how far the scans came
     * @throws LeadershipLostException if another one scans now
     */
    Progress restore(FleetState state) throws Exception;

    /** The route is done with {@code changes} and {@code state} holds them. Does nothing if the route made them safe. */
    default void applied(ChangeSet changes) throws Exception {}

    /** A scan saw the whole fleet. */
    default void completed(Progress progress) throws Exception {}

    /** Why nothing could be made safe now; null if it could. While there is a reason no call of a scan begins. */
    default @Nullable String unreachable() {
        return null;
    }

    /**
     * True if {@link #restore} finds out what became of changes whose exchange was interrupted. A stop then waits for it for
     * two seconds only; otherwise as long as Camel does.
     */
    default boolean settlesWhatWasCut() {
        return false;
    }

    /** No more scans for now: gives back what it holds. {@link #restore} may follow. */
    default void release() {}
}
