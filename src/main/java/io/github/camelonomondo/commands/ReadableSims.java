package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.SimQuery;
import io.github.camelonomondo.api.SimRows;
import io.github.camelonomondo.commands.work.SimRow;
import io.github.camelonomondo.sim.Iccid;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimReference;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells a SIM that cannot be read, or calls that the API cannot digest, from an API that is away. Two calls each; none throws. */
final class ReadableSims {

    /** At least one of them is another SIM. */
    private static final int SOME = 2;

    private ReadableSims() {}

    /** True if the API, asked now, shows a SIM. */
    static boolean isAny(OnomondoApi api) {
        return isOneOf(api, row -> true);
    }

    /** True if it shows another one. */
    static boolean isAnotherThan(SimReference unreadable, OnomondoApi api) {
        return isOneOf(api, row -> !isRowOf(row, unreadable));
    }

    private static boolean isOneOf(OnomondoApi api, Predicate<Map<String, @Nullable Object>> which) {
        try {
            SimRows some = SimRows.read(api.listSims(SimQuery.page(SOME, null), Priority.COMMANDS));
            for (Map<String, @Nullable Object> row : some.rows()) {
                SimId other = SimRow.idIn(row);
                if (other != null && which.test(row)) {
                    return SimRow.isOf(SimRows.readOne(api.getSim(other, Priority.COMMANDS)), other);
                }
            }
            return false;
        } catch (ApiException e) {
            return false;
        }
    }

    private static boolean isRowOf(Map<String, @Nullable Object> row, SimReference sim) {
        return sim.equals(SimRow.idIn(row)) || (sim instanceof Iccid iccid && SimRow.isCard(row, iccid));
    }
}
