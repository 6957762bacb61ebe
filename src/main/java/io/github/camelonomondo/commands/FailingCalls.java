package io.github.camelonomondo.commands;

import java.util.HashSet;
import java.util.Set;

/** Tells an outage from a call that fails and has itself to blame. Safe to share between threads. */
final class FailingCalls {

    private static final int OUTAGE = 2;

    /** Those that failed as a whole since one was answered. */
    private final Set<Object> calls = new HashSet<>();

    /** A call, of whatever kind, failed as a whole. */
    synchronized void failed(Object call) {
        calls.add(call);
    }

    /** It is not made again. */
    synchronized void over(Object call) {
        calls.remove(call);
    }

    /** The API has answered a call: it is not away. */
    synchronized void answered() {
        calls.clear();
    }

    /** True while one call after the other fails, and none is answered. */
    synchronized boolean areAnOutage() {
        return calls.size() >= OUTAGE;
    }
}
