package io.github.camelonomondo.kafka;

/**
 * Another producer has taken over the transactional id, or our transaction took too long: what we held open is undone, and
 * nothing more is ours to write.
 */
public final class FencedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FencedException(Throwable cause) {
        super("another connector writes under our transactional id now, or our transaction took too long", cause);
    }
}
