package io.github.camelonomondo.commands;

/**
 * Tells a SIM that cannot be read from an API that is away: look-ups of it fail again and again, and between them lists are answered, each of
 * them. Used by one thread at a time.
 */
final class Unreadable {

    private int times;
    private int answered = -1;
    private int failed;

    /**
     * A look-up failed once more.
     *
     * @param enough times
     * @return true if it is the SIM
     */
    boolean failed(ListTally lists, int enough) {
        int answeredNow = lists.answered();
        int failedNow = lists.failed();
        if (answered < 0 || failedNow != failed) {
            times = 0;
            answered = answeredNow;
        } else if (answeredNow > answered) {
            times++;
            answered = answeredNow;
        }
        failed = failedNow;
        return times >= enough;
    }
}
