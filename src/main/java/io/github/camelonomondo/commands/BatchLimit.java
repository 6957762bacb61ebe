package io.github.camelonomondo.commands;

/**
 * How many calls a batch may need, if nothing fails, so that it can be finished when the connector is to stop.
 *
 * @param calls in all
 * @param inARow for one SIM, each of which waits for the one before
 */
public record BatchLimit(int calls, int inARow) {

    /** As many as there are. */
    public static final BatchLimit NONE = new BatchLimit(Integer.MAX_VALUE, Integer.MAX_VALUE);

    public BatchLimit {
        if (calls < 1 || inARow < 1) {
            throw new IllegalArgumentException("a batch needs a call at least, not " + calls + " or " + inARow);
        }
    }
}
