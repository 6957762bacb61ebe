package io.github.camelonomondo.changes;

/** Another connector scans now; ours must stop until it is asked to lead again. */
public final class LeadershipLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LeadershipLostException(String message) {
        super(message);
    }

    public LeadershipLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
