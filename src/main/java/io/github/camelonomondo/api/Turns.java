package io.github.camelonomondo.api;

import java.util.EnumMap;
import java.util.Map;

/**
 * Whose call is next. A waiting REST call goes first, as somebody waits for its answer; but a client that asks without a
 * pause would leave nothing to the others, so after a number of calls ahead of them it takes turns. A waiting scan gets
 * one call of five, commands get the rest. Not safe to share: {@link CallBudget} holds a lock around it.
 */
final class Turns {

    private static final int SCAN_GETS_ONE_OF = 5;
    /** Far more than a page, or a person, asks at once. */
    private static final int REST_MAY_BE_AHEAD = 30;

    private final Map<Priority, Integer> waiting = new EnumMap<>(Priority.class);
    private int sinceScan;
    private int ahead;

    void comes(Priority priority) {
        waiting.merge(priority, 1, Integer::sum);
    }

    void goes(Priority priority) {
        waiting.merge(priority, -1, Integer::sum);
    }

    int waiting() {
        return waiting.values().stream().mapToInt(Integer::intValue).sum();
    }

    Priority next() {
        if (waits(Priority.REST) && (ahead < REST_MAY_BE_AHEAD || !doOthersWait())) {
            return Priority.REST;
        }
        if (waits(Priority.SCAN) && (!waits(Priority.COMMANDS) || sinceScan >= SCAN_GETS_ONE_OF - 1)) {
            return Priority.SCAN;
        }
        return waits(Priority.COMMANDS) ? Priority.COMMANDS : Priority.SCAN;
    }

    /** Its call begins. */
    void begin(Priority priority) {
        sinceScan = priority == Priority.SCAN ? 0 : sinceScan + 1;
        boolean isAhead = priority == Priority.REST && doOthersWait();
        ahead = isAhead ? ahead + 1 : Math.max(0, ahead - 1);
    }

    private boolean doOthersWait() {
        return waits(Priority.SCAN) || waits(Priority.COMMANDS);
    }

    private boolean waits(Priority priority) {
        return waiting.getOrDefault(priority, 0) > 0;
    }
}
