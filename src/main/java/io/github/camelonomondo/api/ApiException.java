package io.github.camelonomondo.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call that failed as a whole. The subclass says what to do about it; no message ever holds the key. */
public abstract sealed class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY_REQUESTS = 429;

    private ApiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** True if the call cannot have done anything: the API was not reached, or has said so. */
    public boolean isNothingDone() {
        return this instanceof Throttled
                || this instanceof Busy
                || this instanceof Unwanted
                || this instanceof Unauthorized
                || (this instanceof Unavailable it && it.status == 0);
    }

    /** Of the HTTP answer; null if the failure is not that of one. For {@code ${exception.status}} and the like. */
    public @Nullable Integer getStatus() {
        return null;
    }

    /** How long to wait before the same call is sent again; null if that is not known. */
    public @Nullable Duration getRetryAfter() {
        return null;
    }

    /** No call may begin for now, by our budget or the one the API counts. Wait {@link #getRetryAfter}, then send the same call. */
    public static final class Throttled extends ApiException {
        private static final long serialVersionUID = 1L;
        private final Duration retryAfter;
        private final @Nullable Integer status;
        private final @Nullable String code;

        public Throttled(Duration retryAfter) {
            this(retryAfter, null);
        }

        /**
         * By an answer of the API.
         *
         * @param code its own word for it; null if it gave none
         */
        public Throttled(Duration retryAfter, @Nullable String code) {
            this(retryAfter, "the API's limit is spent", TOO_MANY_REQUESTS, code);
        }

        private Throttled(Duration retryAfter, String why, @Nullable Integer status, @Nullable String code) {
            super("no call may begin for another " + retryAfter.toSeconds() + " s: " + why, null);
            this.retryAfter = retryAfter;
            this.status = status;
            this.code = code;
        }

        /** Before the call was sent. */
        static Throttled unsent(Duration retryAfter, String why, @Nullable String code) {
            return new Throttled(retryAfter, why, null, code);
        }

        /** Null if the call was not sent. */
        @Override
        public @Nullable Integer getStatus() {
            return status;
        }

        /** The API's own word for it, or null. */
        public @Nullable String code() {
            return code;
        }

        @Override
        public Duration getRetryAfter() {
            return retryAfter;
        }
    }

    /** As many calls as may be are under way, and none of them ended while a caller could wait. Nothing was sent. */
    public static final class Busy extends ApiException {
        private static final long serialVersionUID = 1L;

        public Busy(int underWay) {
            super("as many calls as may be are under way: " + underWay, null);
        }
    }

    /** Nobody wanted the call any more once the budget had one to give: none was made. */
    public static final class Unwanted extends ApiException {
        private static final long serialVersionUID = 1L;

        public Unwanted(String call) {
            super(call + " is not wanted any more", null);
        }
    }

    /**
     * The API was not reached, or answered with a status that is not about this call, such as 5xx; only of the first is it
     * sure that nothing was done. Wait, then send the same call, whose values are absolute.
     */
    public static final class Unavailable extends ApiException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final @Nullable String code;

        public Unavailable(String message, int status, @Nullable Throwable cause) {
            this(message, status, null, cause);
        }

        /** @param code the API's own word for it; null if it gave none */
        public Unavailable(String message, int status, @Nullable String code, @Nullable Throwable cause) {
            super(message, cause);
            this.status = status;
            this.code = code;
        }

        /** Null if no answer came. */
        @Override
        public @Nullable Integer getStatus() {
            return status == 0 ? null : status;
        }

        /** The API's own word for it, or null. */
        public @Nullable String code() {
            return code;
        }
    }

    /**
     * The call was sent and no usable answer came: it may or may not have been done. Read back, or send absolute values
     * again.
     */
    public static final class Unproven extends ApiException {
        private static final long serialVersionUID = 1L;

        public Unproven(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The API does not take the key (any more). Nothing but a probe may be sent until it does. */
    public static final class Unauthorized extends ApiException {
        private static final long serialVersionUID = 1L;
        private final int status;

        public Unauthorized(int status) {
            super("the API refuses the key with status " + status, null);
            this.status = status;
        }

        /** 401 or 403. */
        @Override
        public Integer getStatus() {
            return status;
        }
    }

    /** The API refuses this call and would again. A person, or a smaller call, must help. */
    public static final class Refused extends ApiException {
        private static final long serialVersionUID = 1L;
        private final Refusal refusal;

        public Refused(String call, Refusal refusal) {
            super(call + " was refused with status " + refusal.status() + ": " + refusal.inWords(), null);
            this.refusal = refusal;
        }

        public Refusal refusal() {
            return refusal;
        }

        @Override
        public Integer getStatus() {
            return refusal.status();
        }
    }
}
