package io.github.camelonomondo.kafka.control;

/** An order that cannot be carried out, and why. */
public final class OrderRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public OrderRefusedException(String why) {
        super(why);
    }
}
