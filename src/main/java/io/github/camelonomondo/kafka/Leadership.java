package io.github.camelonomondo.kafka;

/** Whether this instance may act for the group now. Safe to share between threads. */
public interface Leadership {

    /** True while this instance leads. */
    boolean leads();

    /** False while Kafka does not answer. */
    default boolean isKafkaThere() {
        return true;
    }
}
