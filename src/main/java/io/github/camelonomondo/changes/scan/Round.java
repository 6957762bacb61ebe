package io.github.camelonomondo.changes.scan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Whose turn it is of those that cannot all be asked for in one scan. Not thread-safe. */
final class Round {

    private int last = -1;

    /** {@code sims} from the first one after the last that had its turn, once round. */
    List<Integer> from(List<Integer> sims) {
        List<Integer> turns = new ArrayList<>(sims);
        Collections.sort(turns);
        int after = Collections.binarySearch(turns, last + 1);
        Collections.rotate(turns, after < 0 ? after + 1 : -after);
        return turns;
    }

    /** It had its turn. */
    void had(int sim) {
        last = sim;
    }
}
