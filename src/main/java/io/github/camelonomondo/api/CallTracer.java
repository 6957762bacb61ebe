package io.github.camelonomondo.api;

import java.util.Map;

/** Follows every request for those who trace. Called on the calling thread; must not block or throw. */
@FunctionalInterface
public interface CallTracer {

    /**
     * A request goes out; its end is told once.
     *
     * @param operation such as {@code updateSims}
     * @param method of HTTP
     * @param caused what caused it
     */
    Trace begin(String operation, String method, Caused caused);

    /** A request on its way. */
    interface Trace {

        /** Headers that the request is to carry. */
        Map<String, String> headers();

        void answered(int status);

        /** @param error class of the failure, without any detail */
        void failed(String error);
    }

    /** Traces nothing. */
    static CallTracer none() {
        return (operation, method, caused) -> Untraced.TRACE;
    }

    /** Nobody follows. */
    final class Untraced implements Trace {
        private static final Trace TRACE = new Untraced();

        private Untraced() {}

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public void answered(int status) {
            // nobody follows
        }

        @Override
        public void failed(String error) {
            // nobody follows
        }
    }
}
