package io.github.camelonomondo.commands;

import io.github.camelonomondo.api.ApiException;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.api.Priority;
import io.github.camelonomondo.api.Refusal;
import io.github.camelonomondo.api.SimQuery;
import io.github.camelonomondo.api.SimRows;
import io.github.camelonomondo.commands.parse.CommandError;
import io.github.camelonomondo.commands.parse.ErrorCode;
import io.github.camelonomondo.commands.work.SimRow;
import io.github.camelonomondo.sim.Iccid;
import io.github.camelonomondo.sim.SimId;
import io.github.camelonomondo.sim.SimProperty;
import io.github.camelonomondo.sim.SimReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads SIMs for commands by the cheapest calls. Throws {@link ApiException} when the API fails as a whole: then the
 * look-up is to be done again. Safe to share between threads.
 */
public final class SimLookup {

    private static final Logger LOG = LoggerFactory.getLogger(SimLookup.class);
    private static final int PAGE = 1000;

    private final OnomondoApi api;
    private final TagNames tagNames;
    private final FleetPages fleet;
    /** Twice as many as for an update: half a minute of back-off, in which an API that fails every other call does not look like that. */
    private final int enough;

    /** @param maxAttempts for an update; one SIM, or the tags, are given up after twice as many look-ups while others can be read */
    SimLookup(OnomondoApi api, TagNames tagNames, FleetPages fleet, int maxAttempts) {
        this.api = api;
        this.tagNames = tagNames;
        this.fleet = fleet;
        this.enough = 2 * maxAttempts;
    }

    /**
     * A scan read the whole list: look-ups need not find out how long it is.
     *
     * @param sims on it
     * @param pages that it filled
     * @param asked SIMs that a page was to have; where it was to have as many as here or more and had fewer, so it will here
     */
    public void fleetHolds(int sims, int pages, int asked) {
        int full = (sims + PAGE - 1) / PAGE;
        fleet.are(Math.max(1, asked >= PAGE ? Math.max(full, pages) : full));
    }

    /** Does {@code lookup} and tells its batch. */
    public void read(Lookup lookup) {
        if (lookup.batch().isLeft()) {
            return;
        }
        if (!lookup.batch().mayBegin()) {
            throw WhileItMayBegin.notNow(null);
        }
        try {
            read(lookup, api.causedBy(new WhileItMayBegin(lookup.batch(), List::of)));
        } catch (ApiException.Unwanted e) {
            throw WhileItMayBegin.notNow(e);
        }
    }

    private void read(Lookup lookup, OnomondoApi its) {
        if (lookup instanceof Lookup.Single single) {
            readSingle(single, its);
        } else if (lookup instanceof Lookup.Several several) {
            readPages(several, its);
        } else {
            readTags((Lookup.Tags) lookup, its);
        }
    }

    /** Body in: a look-up that cannot be done. Whoever waits for it is told why. */
    public void giveUp(Exchange exchange) {
        Lookup lookup = exchange.getMessage().getBody(Lookup.class);
        var cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.atError().log("a look-up failed for good", cause);
        ApiException.Refused refused = ObjectHelper.getException(ApiException.Refused.class, cause);
        Refusal refusal = refused == null ? new Refusal(0, null, "the look-up failed") : refused.refusal();
        if (lookup instanceof Lookup.Single single) {
            lookup.batch().notFound(single.sim(), refusal);
        } else if (lookup instanceof Lookup.Several several) {
            lookup.batch().lookUpSingly(several.missing());
        } else {
            lookup.batch().tagsUnknown(CommandError.of(ErrorCode.REFUSED, refusal));
        }
    }

    private void readSingle(Lookup.Single lookup, OnomondoApi its) {
        try {
            byte[] json = its.getSim(lookup.sim(), Priority.COMMANDS);
            lookup.batch().found(lookup.sim(), SimRow.read(json, lookup.sim()));
        } catch (ApiException.Refused e) {
            Refusal refusal = e.refusal();
            if (refusal.isNotFound() && refusal.code() == null) {
                refusal = new Refusal(refusal.status(), "sim_not_found", refusal.detail());
            }
            lookup.batch().notFound(lookup.sim(), refusal);
        } catch (ApiException.Unavailable | ApiException.Unproven e) {
            if (isWorthAnother(lookup, lookup.inVain(), ReadableSims.isAnotherThan(lookup.sim(), its))) {
                throw e;
            }
            LOG.warn("a SIM cannot be read though others can: its commands fail", e);
            lookup.batch().unreadable(lookup.sim(), errorOf(e));
        }
    }

    private void readTags(Lookup.Tags lookup, OnomondoApi its) {
        try {
            tagNames.refresh(its);
            lookup.batch().tagsRead();
        } catch (ApiException.Unavailable | ApiException.Unproven e) {
            if (isWorthAnother(lookup, lookup.inVain(), ReadableSims.isAny(its))) {
                throw e;
            }
            LOG.warn("the tags cannot be read though SIMs can: commands that name one fail", e);
            lookup.batch().tagsUnknown(errorOf(e));
        }
    }

    private boolean isWorthAnother(Lookup lookup, Lookup.InVain inVain, boolean othersCanBeRead) {
        if (othersCanBeRead) {
            lookup.batch().failing().answered();
        }
        return inVain.onceMore(othersCanBeRead) < enough;
    }

    private static CommandError errorOf(ApiException e) {
        String detail = String.valueOf(e.getMessage());
        return e instanceof ApiException.Unavailable away
                ? new CommandError(ErrorCode.ATTEMPTS_EXHAUSTED, detail, away.getStatus(), away.code())
                : CommandError.of(ErrorCode.UNPROVEN, detail);
    }

    private void readPages(Lookup.Several lookup, OnomondoApi its) {
        SimRows page;
        do {
            page = SimRows.read(its.listSims(SimQuery.page(PAGE, lookup.nextPage()), Priority.COMMANDS));
            page.rows()
                    .forEach(row -> matching(row, lookup).forEach((reference, found) -> {
                        lookup.found(reference);
                        lookup.batch().found(reference, found);
                    }));
            lookup.read(page.nextPage());
        } while (lookup.nextPage() != null
                && isAnotherWorth(lookup)
                && !lookup.batch().isLeft());
        if (page.isLast()) {
            fleet.are(lookup.pages());
        } else if (lookup.nextPage() == null) {
            LOG.warn("GET /sims: a page says that there are more, but has no cursor: SIMs are read one by one");
        }
        // What is left is cheaper, or can only be proven missing, one by one.
        lookup.batch().lookUpSingly(lookup.missing());
    }

    private boolean isAnotherWorth(Lookup.Several lookup) {
        int missing = lookup.missing().size();
        return fleet.isAnotherWorth(lookup.pages(), lookup.sims().size() - missing, missing);
    }

    private static Map<SimReference, SimRow> matching(Map<String, @Nullable Object> row, Lookup.Several lookup) {
        var found = new HashMap<SimReference, SimRow>();
        SimId id = SimRow.idIn(row);
        if (id == null || !(row.get(SimProperty.TAGS.wireName()) instanceof List<?>)) {
            return found; // half a SIM proves nothing of it
        }
        if (lookup.isMissing(id)) {
            found.put(id, new SimRow(row));
        }
        if (row.get("iccid") instanceof String iccid && Iccid.matches(iccid)) {
            // With and without its check digit.
            for (String form : List.of(iccid, iccid.substring(0, 19))) {
                if (lookup.isMissing(new Iccid(form))) {
                    found.put(new Iccid(form), new SimRow(row));
                }
            }
        }
        return found;
    }
}
