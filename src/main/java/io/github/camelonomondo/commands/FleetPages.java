package io.github.camelonomondo.commands;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many list pages the fleet fills, as far as that is known, and so when pages are fewer calls than a GET for each SIM.
 * It becomes known when a scan or look-ups have read all of them; until then it is more than were ever read. Safe to share between
 * threads.
 */
final class FleetPages {

    /** So few are read by a GET each while nothing is known of the fleet. */
    private static final int FEW = 5;

    private static final Logger LOG = LoggerFactory.getLogger(FleetPages.class);
    private static final int UNKNOWN = 0;
    /** In a fleet of unknown size, a twentieth as many pages as SIMs are wanted, and one, may show none of them. */
    private static final int TRIAL = 20;

    private volatile int pages = UNKNOWN;
    /** Read, and there were more. */
    private volatile int exceeded;

    boolean isKnown() {
        return pages != UNKNOWN;
    }

    /** The whole fleet was on so many. */
    void are(int read) {
        pages = read;
        exceeded = 0;
    }

    /** True if reading pages is expected to be fewer calls than a GET for each of so many SIMs. */
    boolean areFewerThan(int sims) {
        return isKnown() ? pages < sims : sims > FEW && exceeded + 1 < sims;
    }

    /** Calls that show so many SIMs at once, at the most; a SIM that does not exist may take one more. */
    int callsFor(int sims) {
        int known = pages;
        if (!areFewerThan(sims)) {
            return sims;
        }
        return known == UNKNOWN ? callsForGroups(sims) : known;
    }

    /** Calls that show so many SIMs a few at a time, at the most. */
    int callsForGroups(int sims) {
        return isKnown() || sims <= FEW ? sims : sims + sims / TRIAL + 1;
    }

    private void forget(int known, int read) {
        LOG.warn("GET /sims does not end after {} pages as it did: SIMs are read one by one", known);
        pages = UNKNOWN;
        exceeded = read;
    }

    /**
     * True if one more page is worth its call. Never more than one past the pages that the fleet is known to fill: then they
     * are not known any more.
     *
     * @param read pages so far
     * @param found SIMs that were wanted and were on them
     * @param missing SIMs that were not
     */
    boolean isAnotherWorth(int read, int found, int missing) {
        int known = pages;
        if (known == UNKNOWN) {
            exceeded = Math.max(exceeded, read);
            return read < missing && read - found <= (found + missing) / TRIAL;
        }
        if (read > known) {
            forget(known, read);
            return false;
        }
        // A fleet that has grown may fill one page more.
        return Math.max(1, known - read) < missing;
    }
}
